package io.quartermaster.server.start;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The TLS certificate of a server that was given none: made at the first start, EC P-256, for {@code localhost}, the
 * name of the machine and 127.0.0.1, signed by its own key. Clients trust it by its file, or by the fingerprint that the
 * server prints. A new one is made when it is about to end; the clients then need the new file.
 */
final class SelfMadeCertificate {
    /** The longest that all clients accept from a certificate of a server. */
    static final Duration VALID_FOR = Duration.ofDays(825);

    static final Duration RENEWED_BEFORE_END = Duration.ofDays(30);

    /** The clocks of clients may be late. */
    private static final Duration VALID_BEFORE_NOW = Duration.ofHours(1);

    private static final int SERIAL_BITS = 127;
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");

    private final Path folder;
    private final InstantSource clock;
    private final SecureRandom random;

    SelfMadeCertificate(Path folder, InstantSource clock, SecureRandom random) {
        this.folder = folder;
        this.clock = clock;
        this.random = random;
    }

    /**
     * The files in the folder, made or renewed now if need be.
     *
     * @throws StartException if they cannot be made, or are there and broken
     */
    TlsFiles files() {
        TlsFiles files = new TlsFiles(folder.resolve("server.crt"), folder.resolve("server.key"));
        try {
            if (!isGood(files)) {
                make(files);
            }
            return files.checked();
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new StartException("The TLS certificate in " + folder + " cannot be made or read (" + e + ").", e);
        }
    }

    private boolean isGood(TlsFiles files) throws IOException, GeneralSecurityException {
        if (!Files.exists(files.certificate()) || !Files.exists(files.key())) {
            return false;
        }
        Instant end = read(files.certificate()).getNotAfter().toInstant();
        return clock.instant().isBefore(end.minus(RENEWED_BEFORE_END));
    }

    static X509Certificate read(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private void make(TlsFiles files) throws IOException, GeneralSecurityException, OperatorCreationException {
        Files.createDirectories(folder);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        KeyPair pair = generator.generateKeyPair();
        write(files.key(), new JcaPKCS8Generator(pair.getPrivate(), null), "rw-------");
        // Last, so that a start which was cut off in between makes both again.
        Files.deleteIfExists(files.certificate());
        write(files.certificate(), certificate(pair), "rw-r--r--");
    }

    private X509Certificate certificate(KeyPair pair)
            throws GeneralSecurityException, OperatorCreationException, CertIOException {
        Instant now = clock.instant();
        String machine = machineName();
        X500Name name = new X500Name("CN=" + machine + ",O=Quartermaster self-made");
        var builder = new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
                Date.from(now.minus(VALID_BEFORE_NOW)),
                Date.from(now.plus(VALID_FOR)),
                name,
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(Extension.subjectAlternativeName, false, names(machine));
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    private static GeneralNames names(String machine) {
        List<GeneralName> names = new ArrayList<>();
        names.add(new GeneralName(GeneralName.dNSName, "localhost"));
        if (!machine.equals("localhost")) {
            names.add(new GeneralName(GeneralName.dNSName, machine));
        }
        names.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
        names.add(new GeneralName(GeneralName.iPAddress, "::1"));
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }

    private static String machineName() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            return HOST_NAME.matcher(name).matches() ? name : "localhost";
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** Written beside and renamed: never half a file, and the key is never readable by others, not even for a moment. */
    private static void write(Path file, Object content, String permissions) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(content);
        }
        Path incomplete = file.resolveSibling(file.getFileName() + ".incomplete");
        Files.deleteIfExists(incomplete);
        Files.createFile(
                incomplete, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
        Files.writeString(incomplete, text.toString());
        Files.move(incomplete, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
