package io.quartermaster.server.cert;

import io.quartermaster.server.secret.SecretValue;
import java.io.IOException;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;

/**
 * Writes PKCS#12: one private key and its certificates, the leaf first, as readers take the first one for it. Whatever the
 * key's algorithm is, it is written as it came.
 */
public final class PfxFile {
    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    /** As OpenSSL 3 and recent Java runtimes write: AES-256, SHA-256. */
    public static final Protection STRONG =
            new Protection(NISTObjectIdentifiers.id_aes256_CBC, NISTObjectIdentifiers.id_sha256, 10_000);

    /** Triple DES and SHA-1, for readers of before about 2018. */
    public static final Protection LEGACY =
            new Protection(PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC, OIWObjectIdentifiers.idSHA1, 2_048);

    /** How content and integrity are protected. */
    public record Protection(ASN1ObjectIdentifier cipher, ASN1ObjectIdentifier digest, int iterations) {}

    private PfxFile() {}

    /**
     * The bytes of a file.
     *
     * @param pkcs8Base64 the key, PKCS#8 as base64
     * @param chain at least the leaf, which comes first
     * @param name what readers show as the alias
     * @param password for the integrity of the file and for all that is in it
     */
    public static byte[] write(
            SecretValue pkcs8Base64, List<byte[]> chain, String name, SecretValue password, Protection protection) {
        char[] characters = password.reveal().toCharArray();
        try {
            OutputEncryptor encryptor = encryptor(protection, characters);
            DEROctetString keyId = new DEROctetString(ParsedCertificate.digest("SHA-1", chain.getFirst()));
            PKCS12SafeBagBuilder key = new PKCS12SafeBagBuilder(PrivateKeyText.read(pkcs8Base64), encryptor)
                    .addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_friendlyName, new DERBMPString(name))
                    .addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_localKeyId, keyId);
            PKCS12SafeBag[] certificates = new PKCS12SafeBag[chain.size()];
            for (int i = 0; i < certificates.length; i++) {
                PKCS12SafeBagBuilder certificate = new PKCS12SafeBagBuilder(new X509CertificateHolder(chain.get(i)));
                if (i == 0) {
                    certificate
                            .addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_friendlyName, new DERBMPString(name))
                            .addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_localKeyId, keyId);
                }
                certificates[i] = certificate.build();
            }
            return new PKCS12PfxPduBuilder()
                    .addEncryptedData(encryptor(protection, characters), certificates)
                    .addData(key.build())
                    .build(
                            new JcePKCS12MacCalculatorBuilder(protection.digest())
                                    .setProvider(PROVIDER)
                                    .setIterationCount(protection.iterations()),
                            characters)
                    .getEncoded(ASN1Encoding.DER);
        } catch (IOException | PKCSException | OperatorCreationException e) {
            throw new IllegalStateException(
                    "A PKCS#12 file of a key and certificates that were read can be written", e);
        }
    }

    private static OutputEncryptor encryptor(Protection protection, char[] password) throws OperatorCreationException {
        return new JcePKCSPBEOutputEncryptorBuilder(protection.cipher())
                .setProvider(PROVIDER)
                .setPRF(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE))
                .setIterationCount(protection.iterations())
                .build(password);
    }
}
