package io.quartermaster.store.types.pem;

import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.spi.Inventory;
import io.quartermaster.store.spi.InventoryEntry;
import io.quartermaster.store.spi.InventoryJob;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StoreLocation;
import io.quartermaster.store.spi.StorePassword;
import io.quartermaster.store.spi.StoreSecrets;
import io.quartermaster.store.spi.StoreType;
import io.quartermaster.store.types.KeyDerivationBudget;
import io.quartermaster.store.types.StoreFile;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * PEM files: one certificate or a bundle, with or without private keys.
 *
 * <p>Every certificate is an entry by itself, named by its SHA-1 thumbprint in lower case, as the C agent has it. The
 * same certificate twice is one entry, since its alias is the same; so a bundle with repetitions has fewer entries than
 * blocks.
 *
 * <p>An entry has a private key when the file holds the key that belongs to its certificate. Of an encrypted key that
 * the store's password does not open, or one of an unknown kind, it cannot be said which certificate it belongs to;
 * that it is there is reported all the same, on the first certificate of the file that no other key belongs to, because
 * servers expect the certificate of the key to stand first.
 */
public final class PemStoreType implements StoreType, InventoryJob {
    @Override
    public String shortName() {
        return "PEM";
    }

    @Override
    public Inventory read(StoreLocation location, StoreSecrets secrets) throws StoreException {
        return read(StoreFile.read(location), secrets.storePassword());
    }

    static Inventory read(StoreFile file, StorePassword password) throws StoreException {
        Map<EncodedCertificate, PemCertificate> certificates = new LinkedHashMap<>();
        List<PemBlock> keys = new ArrayList<>();
        for (PemBlock block : PemParser.parse(file)) {
            if (block.isCertificate()) {
                PemCertificate certificate = PemCertificate.of(file, block);
                certificates.putIfAbsent(certificate.encoded(), certificate);
            } else if (block.isPrivateKey()) {
                keys.add(block);
            }
        }
        List<PemCertificate> found = List.copyOf(certificates.values());
        Set<Integer> withKey = withKey(found, keys, password);
        return new Inventory(IntStream.range(0, found.size())
                .mapToObj(i -> entry(found.get(i).encoded(), withKey.contains(i)))
                .toList());
    }

    private static InventoryEntry entry(EncodedCertificate certificate, boolean privateKeyEntry) {
        return new InventoryEntry(certificate.thumbprint(), List.of(certificate), privateKeyEntry);
    }

    /** Positions of the certificates that have a key. */
    private static Set<Integer> withKey(
            List<PemCertificate> certificates, List<PemBlock> keys, StorePassword password) {
        Set<Integer> withKey = new HashSet<>();
        if (keys.isEmpty()) {
            return withKey;
        }
        KeyDerivationBudget budget = new KeyDerivationBudget();
        Set<ByteBuffer> known = new HashSet<>();
        int unknown = 0;
        for (PemBlock key : keys) {
            Optional<SubjectPublicKeyInfo> publicKey = PemKey.publicKey(key, password, budget);
            publicKey.ifPresent(half -> known.add(PemKey.identity(half)));
            unknown += publicKey.isEmpty() ? 1 : 0;
        }
        for (int i = 0; i < certificates.size(); i++) {
            if (known.contains(PemKey.identity(certificates.get(i).publicKey()))) {
                withKey.add(i);
            }
        }
        for (int i = 0; i < certificates.size() && unknown > 0; i++) {
            if (withKey.add(i)) {
                unknown--;
            }
        }
        return withKey;
    }
}
