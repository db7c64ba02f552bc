package io.quartermaster.store.types;

import io.quartermaster.store.spi.Addition;
import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.spi.PrivateKeySecret;
import io.quartermaster.store.spi.StorePassword;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Certificates and keys to put into stores, made by {@code openssl} and {@code keytool}.
 *
 * @param pkcs8 the key of the first certificate
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Material(List<EncodedCertificate> certificates, byte[] pkcs8) {
    /** A certificate that an issuing authority below a root signed; files {@code <name>.pem}, {@code <name>.key} and so on. */
    public static Material issued(Path folder, String name) throws Exception {
        if (!Files.exists(folder.resolve("root.pem"))) {
            Tools.certificate(folder, "root");
            Files.writeString(folder.resolve("ca.ext"), "basicConstraints=critical,CA:TRUE\n");
            Tools.openssl(
                    folder,
                    ("req -new -nodes -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -subj /CN=issuing"
                                    + " -keyout issuing.key -out issuing.csr")
                            .split(" "));
            Tools.openssl(
                    folder,
                    ("x509 -req -in issuing.csr -CA root.pem -CAkey root.key -days 30 -CAcreateserial -extfile ca.ext"
                                    + " -out issuing.pem")
                            .split(" "));
        }
        Tools.issued(folder, name, "issuing");
        return new Material(
                List.of(certificate(folder, name), certificate(folder, "issuing"), certificate(folder, "root")),
                pem(folder.resolve(name + ".key")));
    }

    /** A self-signed certificate with its key. */
    public static Material selfSigned(Path folder, String name, String... keyArguments) throws Exception {
        Tools.certificate(folder, name, keyArguments);
        return new Material(List.of(certificate(folder, name)), pem(folder.resolve(name + ".key")));
    }

    /** A self-signed certificate with an ML-DSA key, by the JDK. */
    public static Material postQuantum(Path folder, String name, String algorithm) throws Exception {
        String file = name + "-made.p12";
        Tools.keytool(
                folder,
                ("-genkeypair -keyalg " + algorithm + " -alias x -dname CN=" + name + " -storepass password -keystore "
                                + file)
                        .split(" "));
        KeyStore made = KeyStore.getInstance(folder.resolve(file).toFile(), "password".toCharArray());
        Certificate certificate = made.getCertificate("x");
        Key key = made.getKey("x", "password".toCharArray());
        return new Material(List.of(new EncodedCertificate(certificate.getEncoded())), key.getEncoded());
    }

    public EncodedCertificate own() {
        return certificates.getFirst();
    }

    public List<EncodedCertificate> issuers() {
        return certificates.subList(1, certificates.size());
    }

    public String thumbprint() {
        return own().thumbprint();
    }

    /** With the key and its issuers. */
    public Addition withKey(String alias, boolean overwrite) {
        return new Addition(alias, own(), issuers(), new PrivateKeySecret(pkcs8), overwrite);
    }

    /** The certificate alone. */
    public Addition alone(String alias, boolean overwrite) {
        return new Addition(alias, own(), List.of(), null, overwrite);
    }

    /** With the key, into a store that is made if it is not there. */
    public Addition creating(String alias, @Nullable String entryPassword) {
        StorePassword password = entryPassword == null ? StorePassword.EMPTY : new StorePassword(entryPassword);
        return new Addition(alias, own(), issuers(), new PrivateKeySecret(pkcs8), password, false, true, Map.of());
    }

    public static EncodedCertificate certificate(Path folder, String name) throws Exception {
        return new EncodedCertificate(Tools.certificates(Files.readAllBytes(folder.resolve(name + ".pem")))
                .getFirst()
                .getEncoded());
    }

    private static byte[] pem(Path file) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.removeIf(line -> line.startsWith("-----"));
        return Base64.getDecoder().decode(String.join("", lines));
    }

    @Override
    public String toString() {
        return "Material"
                + Arrays.toString(certificates.stream()
                        .map(EncodedCertificate::thumbprint)
                        .toArray());
    }
}
