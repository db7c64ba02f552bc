package io.quartermaster.server.cert;

/**
 * A query with a name. Permissions can be given for the certificates that it finds.
 *
 * @param query empty = all certificates
 * @param duplicationField of certificates that agree in it only the newest counts
 * @param favorite whether the portal offers it in its navigation
 */
public record CertificateCollection(
        int id,
        String name,
        String description,
        String query,
        DuplicationField duplicationField,
        boolean showOnDashboard,
        boolean favorite) {}
