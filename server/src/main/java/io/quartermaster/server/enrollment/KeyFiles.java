package io.quartermaster.server.enrollment;

import io.quartermaster.server.cert.PfxFile;
import io.quartermaster.server.secret.SecretValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfoBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;

/** Writes a certificate and its key in the form that was asked for; the key is encrypted in each of them. */
final class KeyFiles {
    private static final int ITERATIONS = 10_000;
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private KeyFiles() {}

    /**
     * The bytes of the file.
     *
     * @param name what readers of PKCS#12 show as the alias
     * @param rootFirst the order of certificates in texts; in PKCS#12 the leaf is always the first
     */
    static byte[] write(
            PfxFormat format,
            EnrolledKey made,
            boolean wholeChain,
            boolean rootFirst,
            String name,
            SecretValue password,
            PfxFile.Protection protection) {
        List<byte[]> chain = made.enrolled().chain(wholeChain);
        return switch (format) {
            case PFX, STORE -> PfxFile.write(made.key(), chain, name, password, protection);
            case PEM -> text(encryptedKey(made.key(), password), certificates(chain, rootFirst));
            case ZIP -> zip(made, chain, rootFirst, password);
        };
    }

    private static byte[] text(String... parts) {
        return String.join("", parts).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] zip(EnrolledKey made, List<byte[]> chain, boolean rootFirst, SecretValue password) {
        String name = made.enrolled().fileName();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            add(zip, name + ".key", text(encryptedKey(made.key(), password)));
            add(zip, name + ".crt", text(pem("CERTIFICATE", chain.getFirst())));
            if (chain.size() > 1) {
                add(zip, name + "-chain.crt", text(certificates(chain.subList(1, chain.size()), rootFirst)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Without a time of its own, so that the same content is the same archive. */
    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static String certificates(List<byte[]> chain, boolean rootFirst) {
        List<byte[]> ordered = new ArrayList<>(chain);
        if (rootFirst) {
            Collections.reverse(ordered);
        }
        return ordered.stream().map(der -> pem("CERTIFICATE", der)).collect(Collectors.joining());
    }

    private static String encryptedKey(SecretValue key, SecretValue password) {
        try {
            PrivateKeyInfo info = PrivateKeyInfo.getInstance(Base64.getDecoder().decode(key.reveal()));
            byte[] encrypted = new PKCS8EncryptedPrivateKeyInfoBuilder(info)
                    .build(new JcePKCSPBEOutputEncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
                            .setProvider(MakeKeys.PROVIDER)
                            .setPRF(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE))
                            .setIterationCount(ITERATIONS)
                            .build(password.reveal().toCharArray()))
                    .getEncoded();
            return pem("ENCRYPTED PRIVATE KEY", encrypted);
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("A key that was made can be encrypted", e);
        }
    }

    /** With a line end behind. */
    static String pem(String title, byte[] der) {
        return "-----BEGIN " + title + "-----\n" + LINES.encodeToString(der) + "\n-----END " + title + "-----\n";
    }
}
