package io.quartermaster.server.store;

import java.util.List;

/** @param stores by machine and path, at most {@link #STORES_MAX}; the list of stores has all of them */
record ContainerWithStores(Container container, List<CertificateStore> stores) {
    static final int STORES_MAX = 10_000;
}
