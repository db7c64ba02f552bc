package io.quartermaster.store.spi;

import java.util.List;

/**
 * What an issuer brings back.
 *
 * @param chain issuers of the certificate, nearest first; may be empty
 */
public record Issued(EncodedCertificate certificate, List<EncodedCertificate> chain) {
    public Issued {
        chain = List.copyOf(chain);
    }
}
