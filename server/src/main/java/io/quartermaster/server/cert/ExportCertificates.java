package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.query.FieldSet;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes certificates as a table for spreadsheets, with their metadata. Safe for many threads. */
@Singleton
public class ExportCertificates {
    /** Certificates of one table; more would not fit into memory well. */
    public static final int ROWS_MAX = 50_000;

    private static final List<String> COLUMNS = List.of(
            "Id",
            "IssuedCN",
            "IssuedDN",
            "IssuerDN",
            "SerialNumber",
            "Thumbprint",
            "NotBefore",
            "NotAfter",
            "KeyType",
            "KeySize",
            "SigningAlgorithm",
            "SubjectAltNames",
            "CertState",
            "HasPrivateKey",
            "RequesterName",
            "TemplateName",
            "CertificateAuthority",
            "ImportDate");

    private final Database database;
    private final CertificateReach reach;
    private final CertificateListRepository certificates;
    private final MetadataRepository metadata;

    public ExportCertificates(
            Database database,
            CertificateReach reach,
            CertificateListRepository certificates,
            MetadataRepository metadata) {
        this.database = database;
        this.reach = reach;
        this.certificates = certificates;
        this.metadata = metadata;
    }

    /**
     * The table, with names of columns in its first line; expired and revoked certificates too.
     *
     * @throws CommandException QUERY, SORT_FIELD; NOT_FOUND for an unknown collection; MALFORMED beyond {@link #ROWS_MAX}
     */
    String run(
            Caller caller,
            @Nullable String query,
            @Nullable Integer collectionId,
            @Nullable String sortField,
            boolean descending) {
        return database.read(tx -> {
            SqlCondition within = reach.require(tx, caller, collectionId, CERTIFICATES_COLLECTIONS_READ);
            FieldSet fields = reach.fields(tx, caller);
            SqlCondition condition =
                    reach.matching(caller, fields, query == null ? "" : query).and(within);
            long count = certificates.count(tx, condition);
            if (count > ROWS_MAX) {
                throw CertificateText.malformed(
                        "The query finds " + count + " certificates; a table has at most " + ROWS_MAX + ". Narrow it.");
            }
            String orderBy = fields.orderBy(
                    sortField == null || sortField.isBlank() ? CertificateFields.DEFAULT_SORT : sortField, descending);
            List<CertificateRow> rows = certificates.page(tx, condition, orderBy, ROWS_MAX, 0);
            List<String> names =
                    metadata.fields(tx).stream().map(MetadataField::name).toList();
            Map<Integer, Map<String, String>> values =
                    metadata.values(tx, rows.stream().map(CertificateRow::id).toList());
            StringBuilder table = new StringBuilder();
            List<String> heading = new ArrayList<>(COLUMNS);
            heading.addAll(names);
            append(table, heading);
            for (CertificateRow row : rows) {
                List<String> line = new ArrayList<>(values(row));
                Map<String, String> noted = values.getOrDefault(row.id(), Map.of());
                names.forEach(name -> line.add(noted.getOrDefault(name, "")));
                append(table, line);
            }
            return table.toString();
        });
    }

    private static List<String> values(CertificateRow row) {
        KnownCertificate certificate = row.certificate();
        return List.of(
                String.valueOf(row.id()),
                text(certificate.issuedCn()),
                certificate.issuedDn(),
                certificate.issuerDn(),
                certificate.serialNumber(),
                certificate.thumbprint(),
                certificate.notBefore().toString(),
                certificate.notAfter().toString(),
                row.keyAlgorithm(),
                String.valueOf(row.keySize()),
                row.signingAlgorithm(),
                row.altNames().stream().map(AltName::value).collect(Collectors.joining("; ")),
                text(CertificateFields.STATES.get(row.state())),
                String.valueOf(certificate.hasPrivateKey()),
                text(row.requester()),
                text(row.templateName()),
                text(row.authorityName()),
                row.importedAt().toString());
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static void append(StringBuilder table, List<String> line) {
        table.append(line.stream().map(ExportCertificates::cell).collect(Collectors.joining(",")))
                .append("\r\n");
    }

    /**
     * As RFC 4180 writes it. Whoever makes a certificate chooses its names, and a spreadsheet computes what begins like a
     * formula: such a value gets an apostrophe in front, which spreadsheets take for "this is text".
     */
    private static String cell(String value) {
        String safe = !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
