package io.quartermaster.store.types.file;

import io.quartermaster.store.spi.AddJob;
import io.quartermaster.store.spi.Addition;
import io.quartermaster.store.spi.CreateJob;
import io.quartermaster.store.spi.Discovered;
import io.quartermaster.store.spi.DiscoveryJob;
import io.quartermaster.store.spi.DiscoveryRequest;
import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.spi.Inventory;
import io.quartermaster.store.spi.InventoryEntry;
import io.quartermaster.store.spi.InventoryJob;
import io.quartermaster.store.spi.Issued;
import io.quartermaster.store.spi.Reenrollment;
import io.quartermaster.store.spi.ReenrollmentJob;
import io.quartermaster.store.spi.Removal;
import io.quartermaster.store.spi.RemoveJob;
import io.quartermaster.store.spi.StoreChange;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StoreLocation;
import io.quartermaster.store.spi.StoreSecrets;
import io.quartermaster.store.spi.StoreType;
import io.quartermaster.store.types.StoreFile;
import io.quartermaster.store.types.change.Disk;
import io.quartermaster.store.types.change.Edited;
import io.quartermaster.store.types.change.StoreContent;
import io.quartermaster.store.types.change.StoreFiles;
import io.quartermaster.store.types.discovery.FileSearch;
import io.quartermaster.store.types.reenrollment.MadeKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A store type whose stores are files: what all of them do in the same way. A type says how content is read and how an
 * entry gets into it and out of it; here it is locked, written, read back and compared. Safe for many threads.
 */
public abstract class FileStoreType
        implements StoreType, InventoryJob, AddJob, RemoveJob, CreateJob, DiscoveryJob, ReenrollmentJob {
    private final Disk disk;

    protected FileStoreType(Disk disk) {
        this.disk = disk;
    }

    /** The files of a store, its own first. */
    protected List<Path> files(StoreLocation location) throws StoreException {
        return List.of(location.file());
    }

    /** What is in a store. */
    protected abstract Inventory inventory(StoreContent content, Access access) throws StoreException;

    /** The content of a store's own file without any entry. */
    protected abstract byte[] empty(Access access) throws StoreException;

    /**
     * Refuses an entry that the store has no room for.
     *
     * @param alias that it is to have; may be blank
     * @param withKey whether it has a private key
     */
    protected abstract void requireRoom(
            StoreContent former, Access access, String alias, boolean withKey, boolean overwrite) throws StoreException;

    /** Adds an entry that there is room for. */
    protected abstract EntryEdit add(StoreContent former, Access access, NewEntry entry) throws StoreException;

    /** Removes an entry of the inventory. */
    protected abstract EntryEdit remove(StoreContent former, Access access, InventoryEntry entry) throws StoreException;

    /** Extensions of file names that are usual for the type; an empty one stands for none. */
    protected abstract Set<String> extensions();

    /** Whether a file is a store of this type, as far as can be told without its password. */
    protected abstract boolean isStore(StoreFile file, boolean compatibility);

    @Override
    public Inventory read(StoreLocation location, StoreSecrets secrets) throws StoreException {
        StoreContent content = StoreContent.read(files(location));
        content.first();
        return inventory(content, access(location, secrets));
    }

    @Override
    public StoreChange add(StoreLocation location, StoreSecrets secrets, Addition addition) throws StoreException {
        NewEntry entry = NewEntry.of(addition, location.properties());
        return add(location, access(location, secrets), entry, addition.createIfMissing());
    }

    private StoreChange add(StoreLocation location, Access access, NewEntry entry, boolean createIfMissing)
            throws StoreException {
        return storeFiles(location).change(former -> {
            StoreContent start = former;
            if (createIfMissing && former.file(0).isEmpty()) {
                start = former.with(List.of(new Edited.Next(0, empty(access), true)));
            }
            start.first();
            Inventory before = inventory(start, access);
            return checked(before, access, add(start, access, entry), entry);
        });
    }

    @Override
    public StoreChange remove(StoreLocation location, StoreSecrets secrets, Removal removal) throws StoreException {
        Access access = access(location, secrets);
        return storeFiles(location).change(former -> {
            former.first();
            Inventory before = inventory(former, access);
            InventoryEntry entry = find(before, removal.alias()).orElse(null);
            return entry == null
                    ? Edited.nothing(removal.alias())
                    : checked(before, access, remove(former, access, entry), null);
        });
    }

    @Override
    public StoreChange create(StoreLocation location, StoreSecrets secrets) throws StoreException {
        Access access = access(location, secrets);
        return storeFiles(location).change(former -> {
            StoreFile there = former.file(0).orElse(null);
            if (there == null) {
                boolean keyInside = former.paths().size() == 1;
                return new Edited(
                        "",
                        List.of(new Edited.Next(0, empty(access), keyInside)),
                        written -> inventory(written, access));
            }
            int entries = inventory(former, access).entries().size();
            if (entries > 0) {
                throw new StoreException(
                        there.path() + " is there already, with " + entries + (entries == 1 ? " entry." : " entries."));
            }
            return Edited.nothing("");
        });
    }

    @Override
    public StoreChange reenroll(StoreLocation location, StoreSecrets secrets, Reenrollment reenrollment, Issuer issuer)
            throws StoreException, InterruptedException {
        Access access = access(location, secrets);
        StoreContent former = StoreContent.read(files(location));
        former.first();
        requireRoom(former, access, reenrollment.alias().strip(), true, reenrollment.overwrite());
        try (MadeKey key = MadeKey.make(reenrollment)) {
            Issued issued = issuer.issue(key.csr());
            key.requireCertified(issued.certificate());
            Addition addition = new Addition(
                    reenrollment.alias(),
                    issued.certificate(),
                    issued.chain(),
                    key.secret(),
                    reenrollment.entryPassword(),
                    reenrollment.overwrite(),
                    false,
                    reenrollment.parameters());
            return add(location, access, NewEntry.of(addition, location.properties()), false);
        }
    }

    @Override
    public Discovered find(DiscoveryRequest request) throws StoreException, InterruptedException {
        return new FileSearch(request, extensions(), file -> isStore(file, request.compatibility()), System::nanoTime)
                .run();
    }

    @Override
    public Optional<String> recover(StoreLocation location) throws StoreException {
        return storeFiles(location).recover();
    }

    private StoreFiles storeFiles(StoreLocation location) throws StoreException {
        return StoreFiles.of(disk, location, files(location));
    }

    private static Access access(StoreLocation location, StoreSecrets secrets) {
        return new Access(secrets.storePassword(), location.properties());
    }

    /** The edit, with a check that all is there that should be. */
    private Edited checked(Inventory before, Access access, EntryEdit edit, @Nullable NewEntry added) {
        List<EncodedCertificate> withoutKey = new ArrayList<>();
        List<EncodedCertificate> withKey = new ArrayList<>();
        for (InventoryEntry entry : before.entries()) {
            EncodedCertificate own = entry.certificates().getFirst();
            if (!edit.gone().contains(own)) {
                (entry.privateKeyEntry() ? withKey : withoutKey).add(own);
            }
        }
        return new Edited(edit.alias(), edit.files(), written -> {
            Inventory after = inventory(written, access);
            List<EncodedCertificate> all = after.entries().stream()
                    .flatMap(entry -> entry.certificates().stream())
                    .toList();
            List<EncodedCertificate> keys = after.entries().stream()
                    .filter(InventoryEntry::privateKeyEntry)
                    .map(entry -> entry.certificates().getFirst())
                    .toList();
            if (!Set.copyOf(all).containsAll(withoutKey) || !Set.copyOf(keys).containsAll(withKey)) {
                throw new StoreException("Another entry of the store is missing.");
            }
            InventoryEntry entry = find(after, edit.alias()).orElse(null);
            if (added == null
                    ? entry != null && edit.gone().contains(entry.certificates().getFirst())
                    : entry == null || !isWhat(entry, added)) {
                throw new StoreException("The entry " + edit.alias() + " is not what it should be.");
            }
            edit.check().verify(written);
        });
    }

    private static boolean isWhat(InventoryEntry entry, NewEntry added) {
        return entry.certificates().getFirst().equals(added.certificate())
                && entry.privateKeyEntry() == (added.privateKey() != null);
    }

    /** The entry of that name, whatever the case of its letters. */
    protected static Optional<InventoryEntry> find(Inventory inventory, String alias) {
        return inventory.entries().stream()
                .filter(entry -> entry.alias().equalsIgnoreCase(alias))
                .findFirst();
    }
}
