package io.quartermaster.server.cert;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Finds certificates for commands. Nobody's permission is asked here. Safe for many threads. */
@Singleton
public class FindCertificates {
    private final KnownCertificateRepository certificates;

    public FindCertificates(KnownCertificateRepository certificates) {
        this.certificates = certificates;
    }

    public Optional<KnownCertificate> find(Handle tx, int id) {
        return certificates.withIds(tx, List.of(id)).stream().findFirst();
    }

    /** Those that exist, in the order of their ids. */
    public List<KnownCertificate> find(Handle tx, Collection<Integer> ids) {
        return certificates.withIds(tx, ids);
    }

    /**
     * By SHA-1, in any case. Two certificates can be made to have the same one, so there may be several.
     *
     * @return in the order of their ids
     */
    public List<KnownCertificate> withThumbprint(Handle tx, String thumbprint) {
        return certificates.withThumbprint(tx, thumbprint);
    }
}
