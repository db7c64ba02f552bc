package io.quartermaster.store.types.pem;

import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.spi.Inventory;
import io.quartermaster.store.spi.InventoryEntry;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StorePassword;
import io.quartermaster.store.types.KeyDerivationBudget;
import io.quartermaster.store.types.KeyPairs;
import io.quartermaster.store.types.StoreFile;
import io.quartermaster.store.types.change.StoreContent;
import io.quartermaster.store.types.file.Entry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jspecify.annotations.Nullable;

/**
 * What the one or two files of a PEM store hold.
 *
 * <p>An entry has a private key when the store holds the key that belongs to its certificate. Of an encrypted key that the
 * store's password does not open, or one of an unknown kind, it cannot be said which certificate it belongs to; that it is
 * there is reported all the same, on the first certificate of the file that no other key belongs to, because servers
 * expect the certificate of the key to stand first.
 *
 * @param certificates each once, in the order of the file
 * @param certificateBlocks all blocks with certificates, repetitions included
 * @param keys in the order of the files
 */
record PemContent(List<PemCertificate> certificates, List<CertificateBlock> certificateBlocks, List<KeyBlock> keys) {

    /** A block with a certificate. */
    record CertificateBlock(PemBlock block, EncodedCertificate certificate) {}

    /**
     * A block with a private key.
     *
     * @param file index of the file that it is in
     * @param publicKey {@link KeyPairs#identity} of its public half; null when that cannot be found out
     */
    record KeyBlock(int file, PemBlock block, @Nullable ByteBuffer publicKey) {}

    /**
     * Reads the files.
     *
     * @param password may open encrypted keys
     * @throws StoreException when one is not what it should be
     */
    static PemContent read(StoreContent content, StorePassword password) throws StoreException {
        Map<EncodedCertificate, PemCertificate> certificates = new LinkedHashMap<>();
        List<CertificateBlock> certificateBlocks = new ArrayList<>();
        List<KeyBlock> keys = new ArrayList<>();
        KeyDerivationBudget budget = new KeyDerivationBudget();
        for (int index = 0; index < content.paths().size(); index++) {
            StoreFile file = content.file(index).orElse(null);
            for (PemBlock block : file == null ? List.<PemBlock>of() : PemParser.parse(file)) {
                if (block.isPrivateKey()) {
                    ByteBuffer publicKey = PemKey.publicKey(block, password, budget)
                            .map(KeyPairs::identity)
                            .orElse(null);
                    keys.add(new KeyBlock(index, block, publicKey));
                } else if (block.isCertificate() && file != null && index == 0) {
                    PemCertificate certificate = PemCertificate.of(file, block);
                    certificates.putIfAbsent(certificate.encoded(), certificate);
                    certificateBlocks.add(new CertificateBlock(block, certificate.encoded()));
                }
            }
        }
        return new PemContent(List.copyOf(certificates.values()), certificateBlocks, keys);
    }

    Inventory inventory() {
        Set<PemCertificate> withKey = withKey();
        List<InventoryEntry> entries = new ArrayList<>();
        for (PemCertificate certificate : certificates) {
            entries.add(Entry.of(
                    certificate.encoded().thumbprint(), List.of(certificate.encoded()), withKey.contains(certificate)));
        }
        return new Inventory(entries);
    }

    /** Certificates with a key, in the order of the file. */
    Set<PemCertificate> withKey() {
        Set<PemCertificate> withKey = new LinkedHashSet<>();
        Set<ByteBuffer> known = new LinkedHashSet<>();
        long unknown = 0;
        for (KeyBlock key : keys) {
            if (key.publicKey() == null) {
                unknown++;
            } else {
                known.add(key.publicKey());
            }
        }
        if (keys.isEmpty()) {
            return withKey;
        }
        for (PemCertificate certificate : certificates) {
            if (known.contains(identity(certificate.publicKey()))) {
                withKey.add(certificate);
            }
        }
        for (PemCertificate certificate : certificates) {
            if (unknown > 0 && withKey.add(certificate)) {
                unknown--;
            }
        }
        return withKey;
    }

    /** Keys that belong to a certificate. */
    List<KeyBlock> keysOf(SubjectPublicKeyInfo certified) {
        ByteBuffer identity = identity(certified);
        return keys.stream().filter(key -> identity.equals(key.publicKey())).toList();
    }

    private static ByteBuffer identity(SubjectPublicKeyInfo key) {
        return KeyPairs.identity(key);
    }
}
