package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.CERTIFICATES_IMPORT;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says what a file holds, and keeps nothing of it. Safe for many threads. */
@Singleton
public class AnalyzeCertificate {
    private final Database database;
    private final CertificateRepository certificates;
    private final MetadataRepository metadata;

    public AnalyzeCertificate(Database database, CertificateRepository certificates, MetadataRepository metadata) {
        this.database = database;
        this.certificates = certificates;
        this.metadata = metadata;
    }

    /** @param metadata what people noted, if the certificate is known here */
    record Analyzed(ParsedCertificate certificate, Map<String, String> metadata) {}

    /** In the order of the file, the certificate that is meant first. */
    List<Analyzed> run(Caller caller, CertificateFile file) {
        caller.require(CERTIFICATES_IMPORT);
        List<ParsedCertificate> parsed = file.certificates().stream()
                .map(WritePem::encoded)
                .map(ParsedCertificate::parse)
                .toList();
        return database.read(tx -> {
            Map<EncodedCertificate, Integer> ids = certificates.known(
                    tx,
                    parsed.stream()
                            .map(certificate -> new EncodedCertificate(certificate.der()))
                            .toList());
            Map<Integer, Map<String, String>> noted = new HashMap<>(metadata.values(tx, ids.values()));
            return parsed.stream()
                    .map(certificate -> {
                        Integer id = ids.get(new EncodedCertificate(certificate.der()));
                        return new Analyzed(certificate, id == null ? Map.of() : noted.getOrDefault(id, Map.of()));
                    })
                    .toList();
        });
    }
}
