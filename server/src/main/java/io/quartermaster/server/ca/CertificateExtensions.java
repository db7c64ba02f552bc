package io.quartermaster.server.ca;

import io.quartermaster.server.setting.AuthoritySettings;
import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509ExtensionUtils;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;

/** What certificates say besides names, key and time. */
final class CertificateExtensions {
    private CertificateExtensions() {}

    static X509ExtensionUtils keyIdentifiers() {
        try {
            return new JcaX509ExtensionUtils();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-1", e);
        }
    }

    static GeneralNames names(List<AlternativeName> names) {
        return new GeneralNames(names.stream().map(CertificateExtensions::name).toArray(GeneralName[]::new));
    }

    private static GeneralName name(AlternativeName name) {
        return switch (name.kind()) {
            case DNS -> new GeneralName(GeneralName.dNSName, name.value());
            case EMAIL -> new GeneralName(GeneralName.rfc822Name, name.value());
            case URI -> new GeneralName(GeneralName.uniformResourceIdentifier, name.value());
            case IP ->
                new GeneralName(
                        GeneralName.iPAddress,
                        new DEROctetString(InetAddress.ofLiteral(name.value()).getAddress()));
        };
    }

    /** Where the signer's revocation list, its certificate and the OCSP responder are; nothing without an address. */
    static void addAddresses(X509v3CertificateBuilder builder, AuthoritySettings settings, int signerId)
            throws CertIOException {
        String base = settings.publicUrl();
        if (base.isEmpty()) {
            return;
        }
        GeneralNames list = new GeneralNames(uri(base + SignerFilesPage.PATH + "/" + signerId + ".crl"));
        builder.addExtension(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
            new DistributionPoint(new DistributionPointName(list), null, null)
        }));
        builder.addExtension(
                Extension.authorityInfoAccess, false, new AuthorityInformationAccess(new AccessDescription[] {
                    new AccessDescription(AccessDescription.id_ad_ocsp, uri(base + OcspPage.PATH)),
                    new AccessDescription(
                            AccessDescription.id_ad_caIssuers,
                            uri(base + SignerFilesPage.PATH + "/" + signerId + ".crt"))
                }));
    }

    /** Limits an authority to the permitted domains; nothing where all are. */
    static void addConstraints(X509v3CertificateBuilder builder, AuthoritySettings settings) throws CertIOException {
        if (settings.permittedDns().isEmpty()) {
            return;
        }
        GeneralSubtree[] permitted = settings.permittedDns().stream()
                .map(domain -> new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain)))
                .toArray(GeneralSubtree[]::new);
        builder.addExtension(Extension.nameConstraints, true, new NameConstraints(permitted, null));
    }

    private static GeneralName uri(String address) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, address);
    }
}
