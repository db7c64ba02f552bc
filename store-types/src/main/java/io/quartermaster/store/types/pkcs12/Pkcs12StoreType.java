package io.quartermaster.store.types.pkcs12;

import io.quartermaster.store.spi.Inventory;
import io.quartermaster.store.spi.InventoryEntry;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.types.StoreFile;
import io.quartermaster.store.types.change.Disk;
import io.quartermaster.store.types.change.StoreContent;
import io.quartermaster.store.types.file.Access;
import io.quartermaster.store.types.file.EntryEdit;
import io.quartermaster.store.types.file.FileStoreType;
import io.quartermaster.store.types.file.NewEntry;
import java.util.Set;

/** PKCS#12 files; {@link Pkcs12Reader} says what an entry is. */
public final class Pkcs12StoreType extends FileStoreType {
    private static final Set<String> EXTENSIONS = Set.of("p12", "pfx", "pkcs12");

    public Pkcs12StoreType() {
        this(Disk.REAL);
    }

    /** For tests, on a disk that fails. */
    public Pkcs12StoreType(Disk disk) {
        super(disk);
    }

    @Override
    public String shortName() {
        return "PKCS12";
    }

    @Override
    protected Inventory inventory(StoreContent content, Access access) throws StoreException {
        return Pkcs12Reader.read(file(content), access.password());
    }

    private static StoreFile file(StoreContent content) throws StoreException {
        StoreFile file = content.first();
        if (file.beginsWith(0xFE, 0xED, 0xFE, 0xED) || file.beginsWith(0xCE, 0xCE, 0xCE, 0xCE)) {
            throw new StoreException(file.path() + " is a Java keystore, not PKCS#12: give the store the type JKS.");
        }
        return file;
    }

    @Override
    protected byte[] empty(Access access) throws StoreException {
        return Pkcs12Editing.empty(access);
    }

    @Override
    protected void requireRoom(StoreContent former, Access access, String alias, boolean withKey, boolean overwrite)
            throws StoreException {
        Pkcs12Editing.of(file(former), access).requireRoom(alias, overwrite);
    }

    @Override
    protected EntryEdit add(StoreContent former, Access access, NewEntry entry) throws StoreException {
        return Pkcs12Editing.of(file(former), access).add(entry);
    }

    @Override
    protected EntryEdit remove(StoreContent former, Access access, InventoryEntry entry) throws StoreException {
        return Pkcs12Editing.of(file(former), access).remove(entry);
    }

    @Override
    protected Set<String> extensions() {
        return EXTENSIONS;
    }

    @Override
    protected boolean isStore(StoreFile file, boolean compatibility) {
        return Pkcs12Reader.isOne(file);
    }
}
