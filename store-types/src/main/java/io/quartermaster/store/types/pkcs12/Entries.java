package io.quartermaster.store.types.pkcs12;

import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.spi.Inventory;
import io.quartermaster.store.spi.InventoryEntry;
import io.quartermaster.store.types.file.Entry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes entries of the keys and certificates of a PKCS#12 file, as {@code keytool} lists them: a key with its chain is
 * one entry, and so is each certificate that Java marks as trusted. Further, and here {@code keytool} is silent, each
 * certificate that belongs to no chain.
 *
 * <p>The alias is the friendly name in lower case. Keys and trusted certificates without one are numbered from 1 in the
 * order of the file, as {@code keytool} does; other certificates have their SHA-1 thumbprint. A name that is already taken
 * gets {@code " (2)"}, {@code " (3)"} and so on behind it.
 *
 * <p>A key without a certificate is no entry.
 */
final class Entries {
    private final List<Bag.Certificate> certificates;
    private final long keys;
    private final Map<String, Bag.Certificate> bySubject = new HashMap<>();
    private final Map<ByteBuffer, Bag.Certificate> byLocalKeyId = new HashMap<>();
    private final Set<EncodedCertificate> inChains = new HashSet<>();
    private final Map<String, InventoryEntry> entries = new LinkedHashMap<>();

    /** The key of an entry, or its certificate when it has none; by alias. */
    private final Map<String, Bag> owners = new HashMap<>();

    /** How many entries wanted an alias. */
    private final Map<String, Integer> copies = new HashMap<>();

    private Entries(List<Bag> bags) {
        certificates = bags.stream()
                .filter(Bag.Certificate.class::isInstance)
                .map(Bag.Certificate.class::cast)
                .toList();
        keys = bags.stream().filter(Bag.Key.class::isInstance).count();
        for (Bag.Certificate certificate : certificates) {
            bySubject.putIfAbsent(certificate.subject(), certificate);
            if (certificate.localKeyId() != null) {
                byLocalKeyId.putIfAbsent(certificate.localKeyId(), certificate);
            }
        }
    }

    static Entries of(List<Bag> bags) {
        Entries made = new Entries(bags);
        int unnamed = 0;
        for (Bag bag : bags) {
            switch (bag) {
                case Bag.Key key -> {
                    String alias = named(key).orElse(null);
                    if (alias == null) {
                        unnamed++;
                        alias = Integer.toString(unnamed);
                    }
                    made.addKey(alias, key);
                }
                case Bag.Certificate certificate
                when certificate.trusted() -> {
                    String alias = named(certificate).orElse(null);
                    if (alias == null) {
                        unnamed++;
                        alias = Integer.toString(unnamed);
                    }
                    made.add(alias, certificate, List.of(certificate.encoded()), false);
                }
                case Bag.Certificate _ -> {}
            }
        }
        made.addLoneCertificates();
        return made;
    }

    Inventory inventory() {
        return new Inventory(List.copyOf(entries.values()));
    }

    /** The key of an entry, or its certificate when it has none. */
    Optional<Bag> owner(InventoryEntry entry) {
        return Optional.ofNullable(owners.get(entry.alias()));
    }

    private static Optional<String> named(Bag bag) {
        String name = bag.friendlyName();
        return name == null || name.isBlank() ? Optional.empty() : Optional.of(name.toLowerCase(Locale.ENGLISH));
    }

    private void addKey(String alias, Bag.Key key) {
        Bag.Certificate leaf = certificateOf(key);
        if (leaf != null) {
            List<EncodedCertificate> chain = chainFrom(leaf);
            inChains.addAll(chain);
            add(alias, key, chain, true);
        }
    }

    /** By the id that ties them; a file with one key and no ids at all has the key's certificate first. */
    private Bag.@Nullable Certificate certificateOf(Bag.Key key) {
        if (key.localKeyId() != null) {
            return byLocalKeyId.get(key.localKeyId());
        }
        return keys == 1 && byLocalKeyId.isEmpty() && !certificates.isEmpty() ? certificates.getFirst() : null;
    }

    private List<EncodedCertificate> chainFrom(Bag.Certificate leaf) {
        List<EncodedCertificate> chain = new ArrayList<>();
        Set<Bag.Certificate> seen = new HashSet<>();
        Bag.Certificate next = leaf;
        while (next != null && seen.add(next)) {
            chain.add(next.encoded());
            next = next.issuer().equals(next.subject()) ? null : bySubject.get(next.issuer());
        }
        return chain;
    }

    private void addLoneCertificates() {
        for (Bag.Certificate certificate : certificates) {
            if (!certificate.trusted() && inChains.add(certificate.encoded())) {
                String alias = named(certificate).orElse(certificate.encoded().thumbprint());
                add(alias, certificate, List.of(certificate.encoded()), false);
            }
        }
    }

    private void add(String alias, Bag owner, List<EncodedCertificate> chain, boolean privateKeyEntry) {
        String free = alias;
        while (entries.containsKey(free)) {
            free = alias + " (" + copies.merge(alias, 1, Integer::sum) + ")";
        }
        copies.putIfAbsent(alias, 1);
        entries.put(free, Entry.of(free, chain, privateKeyEntry));
        owners.put(free, owner);
    }
}
