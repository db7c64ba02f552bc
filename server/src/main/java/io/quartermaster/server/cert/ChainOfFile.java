package io.quartermaster.server.cert;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jdbi.v3.core.Handle;

/** The certificates that go into one file, in the order asked for. Safe for many threads. */
@Singleton
public class ChainOfFile {
    private final Chains chains;

    public ChainOfFile(Chains chains) {
        this.chains = chains;
    }

    List<X509CertificateHolder> of(Handle tx, KnownCertificate certificate, ChainOrder order) {
        if (order == ChainOrder.NONE) {
            return List.of(holder(certificate.der()));
        }
        List<X509CertificateHolder> chain = chains.of(tx, certificate.der()).stream()
                .map(ChainOfFile::holder)
                .toList();
        return order == ChainOrder.LEAF_FIRST ? chain : chain.reversed();
    }

    static X509CertificateHolder holder(byte[] der) {
        try {
            return new X509CertificateHolder(der);
        } catch (IOException e) {
            throw new IllegalStateException("A certificate that was read once cannot be read", e);
        }
    }
}
