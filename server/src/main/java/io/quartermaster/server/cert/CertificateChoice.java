package io.quartermaster.server.cert;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** How a request names the one certificate it is about. */
public sealed interface CertificateChoice {
    record ById(int id) implements CertificateChoice {}

    record ByThumbprint(String thumbprint) implements CertificateChoice {}

    record BySerialNumber(String serialNumber, String issuerDn) implements CertificateChoice {}

    /**
     * Clients send 0 and "" for what they do not know.
     *
     * @throws io.quartermaster.server.error.CommandException MALFORMED when nothing is named
     */
    static CertificateChoice read(
            @Nullable Integer id,
            @Nullable String thumbprint,
            @Nullable String serialNumber,
            @Nullable String issuerDn) {
        if (id != null && id > 0) {
            return new ById(id);
        }
        if (thumbprint != null && !thumbprint.isBlank()) {
            return new ByThumbprint(thumbprint.strip());
        }
        if (serialNumber != null && !serialNumber.isBlank() && issuerDn != null && !issuerDn.isBlank()) {
            return new BySerialNumber(serialNumber.strip(), issuerDn.strip());
        }
        throw CertificateText.malformed(
                "Name the certificate: send CertID, or Thumbprint, or both SerialNumber and IssuerDN.");
    }

    /** Those it may mean. */
    default List<KnownCertificate> among(Handle tx, KnownCertificateRepository certificates) {
        return switch (this) {
            case ById(int id) -> certificates.withIds(tx, List.of(id));
            case ByThumbprint(String thumbprint) -> certificates.withThumbprint(tx, thumbprint);
            case BySerialNumber(String serialNumber, String issuerDn) ->
                certificates.withSerialNumber(tx, serialNumber, issuerDn);
        };
    }

    /** For messages: {@code 7}, {@code with the thumbprint ...}. */
    default String words() {
        return switch (this) {
            case ById(int id) -> String.valueOf(id);
            case ByThumbprint(String thumbprint) -> "with the thumbprint " + CertificateText.quoted(thumbprint);
            case BySerialNumber(String serialNumber, String issuerDn) ->
                "with the serial number " + CertificateText.quoted(serialNumber) + " of "
                        + CertificateText.quoted(issuerDn);
        };
    }
}
