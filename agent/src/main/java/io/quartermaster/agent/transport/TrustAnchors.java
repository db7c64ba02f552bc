package io.quartermaster.agent.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Whom the agent believes to be its server. There is no way to switch the check off. */
public final class TrustAnchors {
    private TrustAnchors() {}

    /**
     * TLS that trusts exactly the certificates of a PEM file: of CAs, or the server's own.
     *
     * @throws IllegalArgumentException when the file is missing or holds no certificate; the message is for a person
     */
    public static SSLContext fromPem(Path file) {
        try {
            KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
            anchors.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates(file)) {
                anchors.setCertificateEntry(Integer.toString(number++), certificate);
            }
            if (number == 0) {
                throw new IllegalArgumentException("There is no certificate in the trust file " + file + ".");
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(anchors);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("There is no trust file " + file + ".", e);
        } catch (CertificateException e) {
            throw new IllegalArgumentException("The trust file " + file + " is not a file of PEM certificates.", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The trust file " + file + " cannot be read: " + e.getMessage() + ".", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK has no TLS.", e);
        }
    }

    private static Collection<? extends Certificate> certificates(Path file) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
    }
}
