package io.quartermaster.server.cert;

import io.quartermaster.server.query.FieldRows;
import io.quartermaster.server.query.FieldSet;
import io.quartermaster.server.security.ContainerScope;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What certificates can be searched for and sorted by, in statements that call the certificate {@code c}. */
final class CertificateFields {
    /** The order of lists when none is asked for. */
    static final String DEFAULT_SORT = "Id";

    /** As {@code CertState} on the wire; this server knows the first three only. */
    static final Map<Integer, String> STATES = Map.of(
            0, "Unknown",
            1, "Active",
            2, "Revoked",
            3, "Denied",
            4, "Failed",
            5, "Pending",
            6, "CertificateAuthority",
            7, "ParentCertificateAuthority",
            8, "ExternalValidation");

    /** What an authority's own certificate is, its authority would have to say. */
    static final String STATE = "CASE WHEN c.revoked_at IS NOT NULL THEN 2 WHEN c.is_ca THEN 0 ELSE 1 END";

    static final String HAS_PRIVATE_KEY =
            "EXISTS (SELECT FROM certificate_private_key k WHERE k.certificate_id = c.id)";

    /** As {@code KeyType} on the wire; from 5 on ours. */
    private static final Map<Integer, String> KEY_TYPES = Map.of(
            KeyFacts.UNKNOWN,
            "Unknown",
            KeyFacts.RSA,
            "RSA",
            KeyFacts.DSA,
            "DSA",
            KeyFacts.ELLIPTIC_CURVE,
            "ECC",
            4,
            "DH",
            KeyFacts.EDWARDS_CURVE,
            "EdDSA",
            KeyFacts.ML_DSA,
            "ML-DSA",
            KeyFacts.OTHER_POST_QUANTUM,
            "SLH-DSA");

    private static final Map<Integer, String> REASONS = Map.of(
            0, "Unspecified",
            1, "KeyCompromise",
            2, "CACompromise",
            3, "AffiliationChanged",
            4, "Superseded",
            5, "CessationOfOperation",
            6, "CertificateHold",
            9, "PrivilegeWithdrawn");

    private static final String LOCATIONS = """
            inventory_entry_certificate h
            JOIN inventory_entry e ON e.id = h.entry_id
            JOIN certificate_store s ON s.id = e.store_id
            JOIN certificate_store_type t ON t.id = s.store_type_id
            LEFT JOIN certificate_store_container sc ON sc.id = s.container_id""";

    private CertificateFields() {}

    /**
     * @param metadata whose names are fields too, unless a field of the certificate itself has the name
     * @param stores in which certificates can be found: a search must not tell what a list would not show
     */
    static FieldSet of(List<MetadataField> metadata, ContainerScope stores) {
        FieldSet.Builder fields = FieldSet.of("certificates", "c.id")
                .integer("c.id", "Id", "CertId")
                .text("c.thumbprint", "Thumbprint")
                .text("c.serial_number", "SerialNumber")
                .text("c.issued_dn", "IssuedDN", "DN")
                .text("c.issued_cn", "IssuedCN", "CN")
                .text("c.issued_ou", "IssuedOU", "OU")
                .text("c.issued_email", "IssuedEmail")
                .text("c.issuer_dn", "IssuerDN")
                .date("c.not_before", "NotBefore", "IssuedDate", "EffectiveDate")
                .date("c.not_after", "NotAfter", "ExpirationDate")
                .date("c.imported_at", "ImportDate")
                .enumeration(STATE, STATES, "CertState")
                .enumeration("c.key_type", KEY_TYPES, "KeyType")
                .text("c.key_algorithm", "KeyAlgorithm", "KeyTypeString")
                .integer("c.key_size", "KeySize", "KeySizeInBits")
                .text("c.key_curve", "Curve")
                .integer("c.key_usage", "KeyUsage")
                .textSet("c.extended_key_usages", "ExtendedKeyUsage", "EKU")
                .text("c.signing_algorithm", "SigningAlgorithm", "SignatureAlgorithm")
                .bool("c.is_ca", "IsCACertificate", "IsCA")
                .bool("c.issued_dn = c.issuer_dn", "SelfSigned")
                .bool(HAS_PRIVATE_KEY, "HasPrivateKey", "ArchivedKey")
                .date("c.revoked_at", "RevocationDate", "RevocationEffDate")
                .enumeration("c.revocation_reason", REASONS, "RevocationReason")
                .user("c.requester_name", "RequesterName", "Requester", "NetBIOSRequester")
                .integer("c.request_id", "CertRequestId", "RequestId")
                .text("c.authority_name", "CertificateAuthorityName", "CertificateAuthority", "CA")
                .integer("c.authority_id", "CertificateAuthorityId")
                .text("c.template_name", "TemplateName", "TemplateShortName", "TemplateDisplayName")
                .integer("c.template_id", "TemplateId");
        fields.of(new FieldRows("certificate_alt_name n", "n.certificate_id = c.id"))
                .text("n.value", "SubjectAltName", "SubjectAltNames", "SAN");
        fields.of(new FieldRows(LOCATIONS, "h.certificate_id = c.id AND " + within(stores)))
                .text("s.client_machine", "CertStoreMachine", "CertStoreFQDN", "ClientMachine")
                .text("s.store_path", "CertStorePath", "StorePath")
                .guid("s.id", "CertStoreId", "StoreId")
                .numberedName("s.store_type_id", "t.short_name", "CertStoreType")
                .text("sc.name", "CertStoreContainer", "Container", "ContainerName")
                .integer("s.container_id", "ContainerId")
                .text("e.alias", "CertStoreAlias", "Alias");
        metadata.forEach(field -> add(fields, field));
        return fields.build();
    }

    /** The numbers are ours, so they may stand in the text. */
    static String within(ContainerScope stores) {
        return switch (stores) {
            case ContainerScope.All() -> "TRUE";
            case ContainerScope.Only(var ids) when ids.isEmpty() -> "FALSE";
            case ContainerScope.Only(var ids) ->
                "s.container_id IN ("
                        + ids.stream().sorted().map(String::valueOf).collect(Collectors.joining(", ")) + ")";
        };
    }

    private static void add(FieldSet.Builder fields, MetadataField field) {
        if (fields.has(field.name())) {
            return;
        }
        int id = field.id();
        fields.of(new FieldRows("certificate_metadata m", "m.certificate_id = c.id AND m.field_id = " + id));
        switch (field.type()) {
            case STRING, MULTIPLE_CHOICE, BIG_TEXT, EMAIL -> fields.text("m.value", field.name());
            // The database may look at a row's value before it looks whose value that is.
            case INTEGER -> fields.integer(typed(id, "m.value", "bigint"), field.name());
            case BOOLEAN -> fields.bool(typed(id, "m.value", "boolean"), field.name());
            case DATE ->
                fields.date(
                        typed(
                                id,
                                "CASE WHEN length(m.value) = 10 THEN m.value || 'T00' || chr(58) || '00Z' ELSE m.value END",
                                "timestamptz"),
                        field.name());
        }
    }

    private static String typed(int fieldId, String value, String type) {
        return "CASE WHEN m.field_id = " + fieldId + " THEN CAST(" + value + " AS " + type + ") END";
    }
}
