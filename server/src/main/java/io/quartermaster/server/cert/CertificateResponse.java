package io.quartermaster.server.cert;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A certificate in answers. Members that are always null, 0 or empty are of things that this server does not have:
 * principals, owners, keys archived by an authority, hybrid keys, places found by scans.
 *
 * @param certState 0 unknown (certificates of authorities), 1 active, 2 revoked
 * @param keyType 0 unknown, 1 RSA, 2 DSA, 3 elliptic curve; 5 EdDSA, 6 ML-DSA and 7 SLH-DSA are ours
 * @param keyUsage the bits as X.509 numbers them
 * @param contentBytes the certificate, DER in base64
 */
@Schema(name = "Certificate")
public record CertificateResponse(
        @JsonProperty("IsCACertificate") boolean isCaCertificate,
        @JsonProperty("PathLengthConstraint") @Nullable Integer pathLengthConstraint,
        @JsonProperty("Id") int id,
        @JsonProperty("Thumbprint") String thumbprint,
        @JsonProperty("SerialNumber") String serialNumber,
        @JsonProperty("IssuedDN") String issuedDn,
        @JsonProperty("IssuedCN") @Nullable String issuedCn,
        @JsonProperty("ImportDate") Instant importDate,
        @JsonProperty("NotBefore") Instant notBefore,
        @JsonProperty("NotAfter") Instant notAfter,
        @JsonProperty("IssuerDN") String issuerDn,
        @JsonProperty("PrincipalId") @Nullable Integer principalId,
        @JsonProperty("OwnerRoleId") @Nullable Integer ownerRoleId,
        @JsonProperty("OwnerRoleName") @Nullable String ownerRoleName,
        @JsonProperty("TemplateId") @Nullable Integer templateId,
        @JsonProperty("CertState") int certState,
        @JsonProperty("KeySizeInBits") int keySizeInBits,
        @JsonProperty("KeyType") int keyType,
        @JsonProperty("KeyAlgorithm") String keyAlgorithm,
        @JsonProperty("AltKeyAlgorithm") @Nullable String altKeyAlgorithm,
        @JsonProperty("AltKeySizeInBits") @Nullable Integer altKeySizeInBits,
        @JsonProperty("AltKeyType") @Nullable Integer altKeyType,
        @JsonProperty("RequesterId") @Nullable Integer requesterId,
        @JsonProperty("IssuedOU") @Nullable String issuedOu,
        @JsonProperty("IssuedEmail") @Nullable String issuedEmail,
        @JsonProperty("KeyUsage") @Nullable Integer keyUsage,
        @JsonProperty("SigningAlgorithm") String signingAlgorithm,
        @JsonProperty("AltSigningAlgorithm") @Nullable String altSigningAlgorithm,
        @JsonProperty("CertStateString") String certStateString,
        @JsonProperty("KeyTypeString") String keyTypeString,
        @JsonProperty("AltKeyTypeString") @Nullable String altKeyTypeString,
        @JsonProperty("RevocationEffDate") @Nullable Instant revocationEffDate,
        @JsonProperty("RevocationReason") @Nullable Integer revocationReason,
        @JsonProperty("RevocationComment") @Nullable String revocationComment,
        @JsonProperty("CertificateAuthorityId") @Nullable Integer certificateAuthorityId,
        @JsonProperty("CertificateAuthorityName") @Nullable String certificateAuthorityName,
        @JsonProperty("TemplateName") @Nullable String templateName,
        @JsonProperty("ArchivedKey") boolean archivedKey,
        @JsonProperty("HasPrivateKey") boolean hasPrivateKey,
        @JsonProperty("HasAltPrivateKey") boolean hasAltPrivateKey,
        @JsonProperty("PrincipalName") @Nullable String principalName,
        @JsonProperty("CertRequestId") @Nullable Long certRequestId,
        @JsonProperty("RequesterName") @Nullable String requesterName,
        @JsonProperty("ContentBytes") String contentBytes,
        @JsonProperty("ExtendedKeyUsages") List<ExtendedKeyUsage> extendedKeyUsages,
        @JsonProperty("SubjectAltNameElements") List<SubjectAltName> subjectAltNameElements,
        @JsonProperty("CRLDistributionPoints") List<CrlDistributionPoint> crlDistributionPoints,
        @JsonProperty("LocationsCount") List<TypeCount> locationsCount,
        @JsonProperty("SSLLocations") List<SslLocation> sslLocations,
        @JsonProperty("Locations") List<Location> locations,
        @JsonProperty("Metadata") Map<String, String> metadata,
        @JsonProperty("CertificateKeyId") int certificateKeyId,
        @JsonProperty("CARowIndex") @Nullable Long caRowIndex,
        @JsonProperty("CARecordId") @Nullable String caRecordId,
        @JsonProperty("DetailedKeyUsage") DetailedKeyUsage detailedKeyUsage,
        @JsonProperty("KeyRecoverable") boolean keyRecoverable,
        @JsonProperty("Curve") @Nullable String curve,
        @JsonProperty("EnrollmentPatternId") @Nullable Integer enrollmentPatternId,
        @JsonProperty("Lifespan") @Nullable String lifespan) {

    /** @param id its place in the certificate, from 1 */
    @Schema(name = "CertificateExtendedKeyUsage")
    public record ExtendedKeyUsage(
            @JsonProperty("Id") int id,
            @JsonProperty("Oid") String oid,
            @JsonProperty("DisplayName") String displayName) {}

    /**
     * @param id its place in the certificate, from 1
     * @param type the tag of X.509: 1 e-mail, 2 DNS, 6 URI, 7 IP address; 100 user principal name
     * @param valueHash SHA-256 in hex
     */
    @Schema(name = "CertificateSubjectAltName")
    public record SubjectAltName(
            @JsonProperty("Id") int id,
            @JsonProperty("Value") String value,
            @JsonProperty("Type") int type,
            @JsonProperty("ValueHash") String valueHash) {}

    /**
     * @param id its place in the certificate, from 1
     * @param urlHash SHA-256 in hex
     */
    @Schema(name = "CertificateCrlDistributionPoint")
    public record CrlDistributionPoint(
            @JsonProperty("Id") int id,
            @JsonProperty("Url") String url,
            @JsonProperty("UrlHash") String urlHash) {}

    /** @param type the short name of a store type */
    @Schema(name = "CertificateLocationCount")
    public record TypeCount(
            @JsonProperty("Type") String type,
            @JsonProperty("Count") long count) {}

    /** Always absent: nothing here scans. */
    @Schema(name = "CertificateSslLocation")
    public record SslLocation(
            @JsonProperty("StorePath") @Nullable String storePath,
            @JsonProperty("AgentPool") @Nullable String agentPool,
            @JsonProperty("IPAddress") @Nullable String ipAddress,
            @JsonProperty("Port") @Nullable Integer port,
            @JsonProperty("NetworkName") @Nullable String networkName) {}

    /** @param chainLevel 0 for the entry's own certificate, from 1 on for those of its chain */
    @Schema(name = "CertificateLocation")
    public record Location(
            @JsonProperty("StoreMachine") String storeMachine,
            @JsonProperty("StorePath") String storePath,
            @JsonProperty("StoreType") int storeType,
            @JsonProperty("Alias") String alias,
            @JsonProperty("ChainLevel") int chainLevel,
            @JsonProperty("CertStoreId") UUID certStoreId) {}

    /** @param hexCode the bits in hex */
    @Schema(name = "CertificateDetailedKeyUsage")
    public record DetailedKeyUsage(
            @JsonProperty("CrlSign") boolean crlSign,
            @JsonProperty("DataEncipherment") boolean dataEncipherment,
            @JsonProperty("DecipherOnly") boolean decipherOnly,
            @JsonProperty("DigitalSignature") boolean digitalSignature,
            @JsonProperty("EncipherOnly") boolean encipherOnly,
            @JsonProperty("KeyAgreement") boolean keyAgreement,
            @JsonProperty("KeyCertSign") boolean keyCertSign,
            @JsonProperty("KeyEncipherment") boolean keyEncipherment,
            @JsonProperty("NonRepudiation") boolean nonRepudiation,
            @JsonProperty("HexCode") String hexCode) {
        static DetailedKeyUsage of(@Nullable Integer keyUsage) {
            int bits = keyUsage == null ? 0 : keyUsage;
            return new DetailedKeyUsage(
                    has(bits, KeyUsage.cRLSign),
                    has(bits, KeyUsage.dataEncipherment),
                    has(bits, KeyUsage.decipherOnly),
                    has(bits, KeyUsage.digitalSignature),
                    has(bits, KeyUsage.encipherOnly),
                    has(bits, KeyUsage.keyAgreement),
                    has(bits, KeyUsage.keyCertSign),
                    has(bits, KeyUsage.keyEncipherment),
                    has(bits, KeyUsage.nonRepudiation),
                    String.format(Locale.ROOT, "%02x", bits));
        }

        private static boolean has(int bits, int bit) {
            return (bits & bit) != 0;
        }
    }

    static CertificateResponse of(ShownCertificate shown) {
        CertificateRow row = shown.row();
        KnownCertificate certificate = row.certificate();
        return new CertificateResponse(
                row.authority(),
                row.pathLength(),
                row.id(),
                certificate.thumbprint(),
                certificate.serialNumber(),
                certificate.issuedDn(),
                certificate.issuedCn(),
                row.importedAt(),
                certificate.notBefore(),
                certificate.notAfter(),
                certificate.issuerDn(),
                null,
                null,
                null,
                row.templateId(),
                row.state(),
                row.keySize(),
                row.keyType(),
                row.keyAlgorithm(),
                null,
                null,
                null,
                null,
                row.issuedOu(),
                row.issuedEmail(),
                row.keyUsage(),
                row.signingAlgorithm(),
                null,
                CertificateFields.STATES.get(row.state()) + " (" + row.state() + ")",
                row.keyAlgorithm(),
                null,
                certificate.revokedAt(),
                row.revocationReason(),
                row.revocationComment(),
                row.authorityId(),
                row.authorityName(),
                row.templateName(),
                false,
                certificate.hasPrivateKey(),
                false,
                null,
                row.requestId(),
                row.requester(),
                Base64.getEncoder().encodeToString(certificate.der()),
                extendedKeyUsages(row.extendedKeyUsages()),
                altNames(row.altNames()),
                crlDistributionPoints(row.crlUrls()),
                shown.locationCounts().stream()
                        .map(count -> new TypeCount(count.storeType(), count.places()))
                        .toList(),
                List.of(),
                shown.locations().stream().map(CertificateResponse::location).toList(),
                shown.metadata(),
                certificate.hasPrivateKey() ? certificate.id() : 0,
                null,
                null,
                DetailedKeyUsage.of(row.keyUsage()),
                certificate.hasPrivateKey(),
                row.keyCurve(),
                null,
                null);
    }

    private static Location location(CertificateLocation location) {
        return new Location(
                location.clientMachine(),
                location.storePath(),
                location.storeTypeId(),
                location.alias(),
                location.chainLevel(),
                location.storeId());
    }

    private static List<ExtendedKeyUsage> extendedKeyUsages(List<String> oids) {
        return IntStream.range(0, oids.size())
                .mapToObj(i -> new ExtendedKeyUsage(i + 1, oids.get(i), ExtendedKeyUsageNames.of(oids.get(i))))
                .toList();
    }

    private static List<SubjectAltName> altNames(List<AltName> names) {
        return IntStream.range(0, names.size())
                .mapToObj(i -> new SubjectAltName(
                        i + 1,
                        names.get(i).value(),
                        names.get(i).type(),
                        hash(names.get(i).value())))
                .toList();
    }

    private static List<CrlDistributionPoint> crlDistributionPoints(List<String> urls) {
        return IntStream.range(0, urls.size())
                .mapToObj(i -> new CrlDistributionPoint(i + 1, urls.get(i), hash(urls.get(i))))
                .toList();
    }

    private static String hash(String text) {
        return HexFormat.of()
                .withUpperCase()
                .formatHex(ParsedCertificate.digest("SHA-256", text.getBytes(StandardCharsets.UTF_8)));
    }
}
