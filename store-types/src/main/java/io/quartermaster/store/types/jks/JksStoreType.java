package io.quartermaster.store.types.jks;

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
import io.quartermaster.store.types.pkcs12.Pkcs12Editing;
import io.quartermaster.store.types.pkcs12.Pkcs12Reader;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Java keystores, whatever format is behind the name: JKS, JCEKS, and PKCS#12, which is what {@code keytool} has made
 * since Java 9 even when the file is called {@code .jks}. A store keeps its format; a new one gets that of the property
 * {@code Format}, PKCS#12 without it, as with {@code keytool}.
 *
 * <p>Entries keep their aliases, which such stores have in lower case. Secret keys are no entries, since they have no
 * certificate. Without a password the certificates of JKS and JCEKS are read unchecked, as {@code keytool} does, and
 * nothing is written.
 */
public final class JksStoreType extends FileStoreType {
    private static final Set<String> EXTENSIONS = Set.of("jks", "jceks", "ks", "keystore", "truststore", "");
    private static final String PKCS12 = "PKCS12";

    public JksStoreType() {
        this(Disk.REAL);
    }

    /** For tests, on a disk that fails. */
    public JksStoreType(Disk disk) {
        super(disk);
    }

    @Override
    public String shortName() {
        return "JKS";
    }

    /** The JDK's own format of a file; empty for PKCS#12. */
    private static Optional<String> javaFormat(StoreFile file) throws StoreException {
        if (file.beginsWith(0xFE, 0xED, 0xFE, 0xED)) {
            return Optional.of("JKS");
        }
        if (file.beginsWith(0xCE, 0xCE, 0xCE, 0xCE)) {
            return Optional.of("JCEKS");
        }
        if (file.beginsWith(0x30)) {
            return Optional.empty();
        }
        throw new StoreException(file.path() + " is not a Java keystore.");
    }

    @Override
    protected Inventory inventory(StoreContent content, Access access) throws StoreException {
        StoreFile file = content.first();
        Optional<String> format = javaFormat(file);
        return format.isPresent()
                ? JavaKeystore.open(file, format.get(), access.password()).inventory()
                : Pkcs12Reader.read(file, access.password());
    }

    @Override
    protected byte[] empty(Access access) throws StoreException {
        String format = access.properties().text("Format").orElse(PKCS12).toUpperCase(Locale.ROOT);
        return switch (format) {
            case PKCS12 -> Pkcs12Editing.empty(access);
            case "JKS", "JCEKS" -> JavaKeystore.empty(format, access.password());
            default ->
                throw new StoreException(
                        "The store's property Format is \"" + format + "\", none of PKCS12, JKS, JCEKS.");
        };
    }

    @Override
    protected void requireRoom(StoreContent former, Access access, String alias, boolean withKey, boolean overwrite)
            throws StoreException {
        StoreFile file = former.first();
        Optional<String> format = javaFormat(file);
        if (format.isPresent()) {
            JavaKeystore.open(file, format.get(), access.password()).requireRoom(alias, overwrite);
        } else {
            Pkcs12Editing.of(file, access).requireRoom(alias, overwrite);
        }
    }

    @Override
    protected EntryEdit add(StoreContent former, Access access, NewEntry entry) throws StoreException {
        StoreFile file = former.first();
        Optional<String> format = javaFormat(file);
        return format.isPresent()
                ? JavaKeystore.open(file, format.get(), access.password()).add(entry, access)
                : Pkcs12Editing.of(file, access).add(entry);
    }

    @Override
    protected EntryEdit remove(StoreContent former, Access access, InventoryEntry entry) throws StoreException {
        StoreFile file = former.first();
        Optional<String> format = javaFormat(file);
        return format.isPresent()
                ? JavaKeystore.open(file, format.get(), access.password()).remove(entry)
                : Pkcs12Editing.of(file, access).remove(entry);
    }

    @Override
    protected Set<String> extensions() {
        return EXTENSIONS;
    }

    @Override
    protected boolean isStore(StoreFile file, boolean compatibility) {
        return file.beginsWith(0xFE, 0xED, 0xFE, 0xED)
                || file.beginsWith(0xCE, 0xCE, 0xCE, 0xCE)
                || (compatibility && Pkcs12Reader.isOne(file));
    }
}
