package io.quartermaster.server.cert;

import java.util.UUID;

/**
 * A place in a certificate store where a certificate lies.
 *
 * @param chainLevel 0 for the entry's own certificate, from 1 on for those of its chain
 */
public record CertificateLocation(
        int certificateId,
        UUID storeId,
        int storeTypeId,
        String storeType,
        String clientMachine,
        String storePath,
        String alias,
        int chainLevel) {}
