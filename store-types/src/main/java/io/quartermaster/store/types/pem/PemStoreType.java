package io.quartermaster.store.types.pem;

import io.quartermaster.store.spi.Inventory;
import io.quartermaster.store.spi.InventoryEntry;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StoreLocation;
import io.quartermaster.store.types.StoreFile;
import io.quartermaster.store.types.change.Disk;
import io.quartermaster.store.types.change.StoreContent;
import io.quartermaster.store.types.file.Access;
import io.quartermaster.store.types.file.EntryEdit;
import io.quartermaster.store.types.file.FileStoreType;
import io.quartermaster.store.types.file.KeyFile;
import io.quartermaster.store.types.file.NewEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * PEM files: one certificate or a bundle, with or without private keys; the private key may be in a file of its own.
 *
 * <p>Every certificate is an entry by itself, named by its SHA-1 thumbprint in lower case, as the C agent has it. The
 * same certificate twice is one entry, since its alias is the same; so a bundle with repetitions has fewer entries than
 * blocks. {@link PemContent} says which of them has a private key, and {@link PemEditing} how a file is changed.
 */
public final class PemStoreType extends FileStoreType {
    private static final Set<String> EXTENSIONS = Set.of("pem", "crt", "cer", "cert");

    public PemStoreType() {
        this(Disk.REAL);
    }

    /** For tests, on a disk that fails. */
    public PemStoreType(Disk disk) {
        super(disk);
    }

    @Override
    public String shortName() {
        return "PEM";
    }

    @Override
    protected List<Path> files(StoreLocation location) throws StoreException {
        return KeyFile.withKeyFile(location);
    }

    @Override
    protected Inventory inventory(StoreContent content, Access access) throws StoreException {
        return PemContent.read(content, access.password()).inventory();
    }

    @Override
    protected byte[] empty(Access access) {
        return new byte[0];
    }

    @Override
    protected void requireRoom(StoreContent former, Access access, String alias, boolean withKey, boolean overwrite)
            throws StoreException {
        PemEditing.of(former, access).requireRoom(alias, withKey, overwrite);
    }

    @Override
    protected EntryEdit add(StoreContent former, Access access, NewEntry entry) throws StoreException {
        return PemEditing.of(former, access).add(entry);
    }

    @Override
    protected EntryEdit remove(StoreContent former, Access access, InventoryEntry entry) throws StoreException {
        return PemEditing.of(former, access).remove(entry);
    }

    @Override
    protected Set<String> extensions() {
        return EXTENSIONS;
    }

    @Override
    protected boolean isStore(StoreFile file, boolean compatibility) {
        try {
            return PemParser.parse(file).stream().anyMatch(PemBlock::isCertificate);
        } catch (StoreException e) {
            // Whatever this is, it is no PEM file that could be inventoried.
            return false;
        }
    }
}
