package io.quartermaster.server.store;

import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.PermissionString;
import io.quartermaster.server.security.StoreVerb;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what with which stores: the verb everywhere, or for the container the store is in. A store in no container
 * needs it everywhere.
 */
public final class StorePermission {
    private StorePermission() {}

    /** What one store asks for. */
    public static PermissionString of(StoreVerb verb, @Nullable Integer containerId) {
        return containerId == null || containerId < 1
                ? verb.permission().everywhere()
                : verb.permission().within(containerId);
    }

    /** @throws io.quartermaster.server.security.PermissionDenied naming what is missing for any of the stores */
    public static void require(Caller caller, StoreVerb verb, Collection<CertificateStore> stores) {
        caller.require(stores.stream()
                .map(store -> of(verb, store.containerId()))
                .distinct()
                .sorted()
                .toList());
    }
}
