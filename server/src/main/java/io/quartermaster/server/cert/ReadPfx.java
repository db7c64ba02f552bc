package io.quartermaster.server.cert;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.InputDecryptorProvider;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagFactory;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilderProvider;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;

/** Reads PKCS#12, also with the ciphers of old tools. */
final class ReadPfx {
    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();
    private static final String WRONG_PASSWORD = "the password does not open it, or it was changed";

    private ReadPfx() {}

    /** @throws UnreadableFileException with the reason */
    static CertificateFile read(byte[] bytes, PfxPassword password) throws IOException {
        List<X509CertificateHolder> certificates = new ArrayList<>();
        List<PrivateKeyInfo> keys = new ArrayList<>();
        try {
            PKCS12PfxPdu pfx = new PKCS12PfxPdu(bytes);
            checkMac(Pfx.getInstance(bytes), pfx, password);
            InputDecryptorProvider decryptor = new JcePKCSPBEInputDecryptorProviderBuilder()
                    .setProvider(PROVIDER)
                    .build(password.reveal());
            for (ContentInfo content : pfx.getContentInfos()) {
                for (PKCS12SafeBag bag : bags(content, decryptor).getSafeBags()) {
                    switch (bag.getBagValue()) {
                        case X509CertificateHolder certificate -> certificates.add(certificate);
                        case PKCS8EncryptedPrivateKeyInfo encrypted -> keys.add(decrypted(encrypted, decryptor));
                        case PrivateKeyInfo plain -> keys.add(plain);
                        default -> {
                            // Secrets and revocation lists, which are of no use here.
                        }
                    }
                }
            }
        } catch (PKCSException e) {
            throw new UnreadableFileException(WRONG_PASSWORD, e);
        }
        return keys.isEmpty()
                ? new CertificateFile(ReadCertificateFile.counted(certificates), Optional.empty())
                : ReadCertificateFile.withKey(certificates, only(keys));
    }

    private static void checkMac(Pfx structure, PKCS12PfxPdu pfx, PfxPassword password) throws PKCSException {
        if (structure.getMacData() == null) {
            return;
        }
        PfxIterations.check(structure.getMacData().getIterationCount());
        if (!pfx.isMacValid(new JcePKCS12MacCalculatorBuilderProvider().setProvider(PROVIDER), password.reveal())) {
            throw new UnreadableFileException(WRONG_PASSWORD);
        }
    }

    private static PKCS12SafeBagFactory bags(ContentInfo content, InputDecryptorProvider decryptor)
            throws PKCSException {
        if (!content.getContentType().equals(PKCSObjectIdentifiers.encryptedData)) {
            return new PKCS12SafeBagFactory(content);
        }
        PfxIterations.check(EncryptedData.getInstance(content.getContent()).getEncryptionAlgorithm());
        return new PKCS12SafeBagFactory(content, decryptor);
    }

    private static PrivateKeyInfo decrypted(PKCS8EncryptedPrivateKeyInfo encrypted, InputDecryptorProvider decryptor)
            throws PKCSException {
        PfxIterations.check(encrypted.toASN1Structure().getEncryptionAlgorithm());
        return encrypted.decryptPrivateKeyInfo(decryptor);
    }

    private static PrivateKeyInfo only(List<PrivateKeyInfo> keys) {
        if (keys.size() > 1) {
            throw new UnreadableFileException(
                    "it holds " + keys.size() + " private keys, and which one is meant cannot be told");
        }
        return keys.getFirst();
    }
}
