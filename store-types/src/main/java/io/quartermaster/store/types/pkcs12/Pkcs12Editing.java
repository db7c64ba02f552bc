package io.quartermaster.store.types.pkcs12;

import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.spi.Inventory;
import io.quartermaster.store.spi.InventoryEntry;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.types.KeyDerivationBudget;
import io.quartermaster.store.types.KeyPairs;
import io.quartermaster.store.types.Protection;
import io.quartermaster.store.types.StoreFile;
import io.quartermaster.store.types.change.Edited;
import io.quartermaster.store.types.file.Access;
import io.quartermaster.store.types.file.EntryEdit;
import io.quartermaster.store.types.file.NewEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/**
 * Changes of a PKCS#12 file. Bags that are not touched stay as they are, keys with the encryption that they have; whatever
 * was encrypted stays encrypted. Aliases are written in lower case, as {@code keytool} does.
 */
public final class Pkcs12Editing {
    private final StoreFile former;
    private final Access access;
    private final Pkcs12Content content;
    private final Entries entries;

    private Pkcs12Editing(StoreFile former, Access access, Pkcs12Content content) {
        this.former = former;
        this.access = access;
        this.content = content;
        this.entries = Entries.of(content.found());
    }

    /** Opens a file to change it. */
    public static Pkcs12Editing of(StoreFile former, Access access) throws StoreException {
        return new Pkcs12Editing(former, access, Pkcs12Reader.open(former, access.password()));
    }

    /** A file without any entry; protected if there is a password. */
    public static byte[] empty(Access access) throws StoreException {
        return new Pkcs12Writer(access).write(Pkcs12Content.EMPTY, List.of());
    }

    private Optional<InventoryEntry> find(String alias) {
        Inventory inventory = entries.inventory();
        return inventory.entries().stream()
                .filter(entry -> entry.alias().equalsIgnoreCase(alias))
                .findFirst();
    }

    /** Refuses an entry whose name is taken. */
    public void requireRoom(String alias, boolean overwrite) throws StoreException {
        if (!overwrite && find(alias).isPresent()) {
            throw new StoreException(
                    former.path() + " has an entry " + alias + " already, and the job does not say to overwrite it.");
        }
    }

    /** Adds an entry or replaces it. */
    public EntryEdit add(NewEntry entry) throws StoreException {
        String alias = (entry.alias().isBlank() ? entry.certificate().thumbprint() : entry.alias())
                .toLowerCase(Locale.ENGLISH);
        if (!entry.entryPassword().isEmpty()) {
            requireSamePassword(entry);
        }
        InventoryEntry there = find(alias).orElse(null);
        if (there != null && isSame(there, entry)) {
            return EntryEdit.nothing(alias);
        }
        requireRoom(alias, entry.overwrite());
        Set<EncodedCertificate> gone = new HashSet<>();
        Set<Integer> removed = Set.of();
        if (there != null) {
            gone.addAll(there.certificates());
            removed = positionsOf(there);
        }
        List<HeldBag> kept = without(removed);
        List<HeldBag> bags = new ArrayList<>(kept);
        bags.addAll(newBags(entry, alias, kept));
        byte[] written = new Pkcs12Writer(access).write(content, bags);
        PrivateKeyInfo key = entry.privateKey();
        return new EntryEdit(alias, List.of(new Edited.Next(0, written, true)), gone, after -> {
            if (key != null) {
                requireKey(after.first(), alias, entry);
            }
        });
    }

    private void requireSamePassword(NewEntry entry) throws StoreException {
        char[] own = entry.entryPassword().toCharArray();
        char[] stores = access.password().toCharArray();
        try {
            if (!Arrays.equals(own, stores)) {
                throw new StoreException("The entries of a PKCS#12 file have the password of the file: " + former.path()
                        + " takes no entry with one of its own.");
            }
        } finally {
            Arrays.fill(own, '\0');
            Arrays.fill(stores, '\0');
        }
    }

    private static boolean isSame(InventoryEntry there, NewEntry entry) {
        return there.certificates().getFirst().equals(entry.certificate())
                && there.privateKeyEntry() == (entry.privateKey() != null)
                && Set.copyOf(there.certificates()).containsAll(entry.chain());
    }

    private List<HeldBag> newBags(NewEntry entry, String alias, List<HeldBag> kept) throws StoreException {
        List<HeldBag> bags = new ArrayList<>();
        boolean encrypted = !access.password().isEmpty()
                || entry.privateKey() != null
                || content.all().stream().anyMatch(HeldBag::encrypted);
        if (entry.privateKey() == null) {
            bags.add(new HeldBag(NewBags.trusted(entry.certificate(), alias), encrypted));
            return bags;
        }
        bags.add(new HeldBag(
                NewBags.key(
                        Protection.encrypt(
                                        entry.privateKey(),
                                        access.password(),
                                        access.properties().flag(Pkcs12Writer.LEGACY, false))
                                .toASN1Structure(),
                        entry.certificate(),
                        alias),
                false));
        bags.add(new HeldBag(NewBags.certificateOfKey(entry.certificate(), alias), encrypted));
        Set<EncodedCertificate> there = certificatesIn(kept);
        for (EncodedCertificate issuer : entry.chain()) {
            if (there.add(issuer)) {
                bags.add(new HeldBag(NewBags.issuer(issuer), encrypted));
            }
        }
        return bags;
    }

    private Set<EncodedCertificate> certificatesIn(List<HeldBag> kept) {
        Set<HeldBag> held = new HashSet<>(kept);
        Set<EncodedCertificate> certificates = new HashSet<>();
        for (Bag bag : content.found()) {
            if (bag instanceof Bag.Certificate certificate
                    && held.contains(content.all().get(bag.position()))) {
                certificates.add(certificate.encoded());
            }
        }
        return certificates;
    }

    /** Removes an entry. */
    public EntryEdit remove(InventoryEntry entry) throws StoreException {
        byte[] written = new Pkcs12Writer(access).write(content, without(positionsOf(entry)));
        return EntryEdit.of(entry.alias(), written, true, new HashSet<>(entry.certificates()));
    }

    /**
     * The bags of an entry. Those of a key are the key, and of its certificates those that would belong to no entry without
     * it.
     */
    private Set<Integer> positionsOf(InventoryEntry entry) {
        Bag owner = entries.owner(entry).orElseThrow();
        Set<Integer> positions = new HashSet<>();
        positions.add(owner.position());
        Set<EncodedCertificate> lonely = new HashSet<>();
        if (owner instanceof Bag.Key) {
            List<Bag> others =
                    content.found().stream().filter(bag -> !bag.equals(owner)).toList();
            for (InventoryEntry left : Entries.of(others).inventory().entries()) {
                EncodedCertificate own = left.certificates().getFirst();
                if (!left.privateKeyEntry() && entry.certificates().contains(own)) {
                    lonely.add(own);
                }
            }
        } else if (owner instanceof Bag.Certificate certificate && !certificate.trusted()) {
            lonely.add(certificate.encoded());
        }
        for (Bag bag : content.found()) {
            if (bag instanceof Bag.Certificate certificate
                    && !certificate.trusted()
                    && lonely.contains(certificate.encoded())) {
                positions.add(bag.position());
            }
        }
        return positions;
    }

    private List<HeldBag> without(Set<Integer> positions) {
        List<HeldBag> kept = new ArrayList<>();
        for (int i = 0; i < content.all().size(); i++) {
            if (!positions.contains(i)) {
                kept.add(content.all().get(i));
            }
        }
        return kept;
    }

    private void requireKey(StoreFile file, String alias, NewEntry entry) throws StoreException {
        Pkcs12Editing written = of(file, access);
        Bag owner = written.find(alias)
                .flatMap(written.entries::owner)
                .orElseThrow(() -> new StoreException("The entry " + alias + " is missing."));
        HeldBag held = written.content.all().get(owner.position());
        if (!held.bag().getBagId().equals(PKCSObjectIdentifiers.pkcs8ShroudedKeyBag)) {
            throw new StoreException("The private key is missing.");
        }
        char[] characters = access.password().toCharArray();
        try {
            PrivateKeyInfo key = Protection.decrypt(
                    new PKCS8EncryptedPrivateKeyInfo(
                            EncryptedPrivateKeyInfo.getInstance(held.bag().getBagValue())),
                    characters,
                    new KeyDerivationBudget());
            if (!KeyPairs.fit(key, entry.publicKey())) {
                throw new StoreException("The private key is another one.");
            }
        } catch (PKCSException | RuntimeException e) {
            throw new StoreException("The private key is not opened by the password.", e);
        } finally {
            Arrays.fill(characters, '\0');
        }
    }
}
