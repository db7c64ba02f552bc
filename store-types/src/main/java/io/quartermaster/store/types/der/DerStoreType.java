package io.quartermaster.store.types.der;

import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.spi.Inventory;
import io.quartermaster.store.spi.InventoryEntry;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StoreLocation;
import io.quartermaster.store.spi.StorePassword;
import io.quartermaster.store.types.KeyPairs;
import io.quartermaster.store.types.Protection;
import io.quartermaster.store.types.StoreFile;
import io.quartermaster.store.types.change.Disk;
import io.quartermaster.store.types.change.Edited;
import io.quartermaster.store.types.change.StoreContent;
import io.quartermaster.store.types.file.Access;
import io.quartermaster.store.types.file.Entry;
import io.quartermaster.store.types.file.EntryEdit;
import io.quartermaster.store.types.file.FileStoreType;
import io.quartermaster.store.types.file.KeyFile;
import io.quartermaster.store.types.file.NewEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/**
 * A certificate as a DER file; its private key, if it has one, is PKCS#8 in DER in a file of its own.
 *
 * <p>The one entry is named by the certificate's SHA-1 thumbprint in lower case. A file has no room for issuers, so these
 * are left out. An empty file is an empty store.
 */
public final class DerStoreType extends FileStoreType {
    private static final Set<String> EXTENSIONS = Set.of("der", "cer", "crt");

    public DerStoreType() {
        this(Disk.REAL);
    }

    /** For tests, on a disk that fails. */
    public DerStoreType(Disk disk) {
        super(disk);
    }

    @Override
    public String shortName() {
        return "DER";
    }

    @Override
    protected List<Path> files(StoreLocation location) throws StoreException {
        return KeyFile.withKeyFile(location);
    }

    @Override
    protected Inventory inventory(StoreContent content, Access access) throws StoreException {
        EncodedCertificate certificate = certificate(content).orElse(null);
        if (certificate == null) {
            return new Inventory(List.of());
        }
        StoreFile keyFile = keyFile(content).orElse(null);
        boolean key =
                keyFile != null && DerKey.mayBelongTo(keyFile, access.password(), KeyPairs.publicKey(certificate));
        return new Inventory(List.of(Entry.of(certificate.thumbprint(), List.of(certificate), key)));
    }

    private static Optional<EncodedCertificate> certificate(StoreContent content) throws StoreException {
        StoreFile file = content.first();
        if (file.content().length == 0) {
            return Optional.empty();
        }
        return Optional.of(DerCertificate.of(file));
    }

    private static Optional<StoreFile> keyFile(StoreContent content) {
        return content.file(1).filter(file -> file.content().length > 0);
    }

    @Override
    protected byte[] empty(Access access) {
        return new byte[0];
    }

    @Override
    protected void requireRoom(StoreContent former, Access access, String alias, boolean withKey, boolean overwrite)
            throws StoreException {
        EncodedCertificate there = certificate(former).orElse(null);
        Path path = former.paths().getFirst();
        if (withKey && former.paths().size() == 1) {
            throw new StoreException(
                    "A DER file holds no private key: the store's property privateKeyPath has to say in"
                            + " which file the key of " + path + " is.");
        }
        if (there != null && !overwrite) {
            throw new StoreException(path + " holds another certificate already (" + there.thumbprint()
                    + "), and the job does not say to overwrite it.");
        }
        StoreFile keyFile = keyFile(former).orElse(null);
        if (withKey
                && keyFile != null
                && DerKey.open(keyFile, access.password()).isEmpty()) {
            throw new StoreException("The private key in " + keyFile.path()
                    + (access.password().isEmpty()
                            ? " cannot be read without the store's password."
                            : " is not opened by the store's password."));
        }
    }

    @Override
    protected EntryEdit add(StoreContent former, Access access, NewEntry entry) throws StoreException {
        String alias = entry.certificate().thumbprint();
        EncodedCertificate there = certificate(former).orElse(null);
        PrivateKeyInfo key = entry.privateKey();
        boolean same = there != null && there.equals(entry.certificate());
        boolean hasKey =
                there != null && inventory(former, access).entries().getFirst().privateKeyEntry();
        if (same && (key == null || hasKey)) {
            return EntryEdit.nothing(alias);
        }
        requireRoom(former, access, entry.alias(), key != null, entry.overwrite() || same);
        if (key == null && hasKey) {
            throw new StoreException(former.paths().getFirst()
                    + " holds a certificate with a private key, so it cannot be replaced by one without.");
        }
        Set<EncodedCertificate> gone = there == null ? Set.of() : Set.of(there);
        List<Edited.Next> files = new ArrayList<>();
        files.add(new Edited.Next(0, entry.certificate().der(), former.paths().size() == 1));
        if (key == null) {
            return new EntryEdit(alias, files, gone, written -> {});
        }
        StorePassword password = entry.keyPassword(access);
        files.add(new Edited.Next(1, encoded(key, password), true));
        return new EntryEdit(alias, files, gone, written -> {
            StoreFile keyFile = keyFile(written).orElse(null);
            PrivateKeyInfo read =
                    keyFile == null ? null : DerKey.open(keyFile, password).orElse(null);
            if (read == null || !KeyPairs.fit(read, entry.publicKey())) {
                throw new StoreException("The private key is missing.");
            }
        });
    }

    private static byte[] encoded(PrivateKeyInfo key, StorePassword password) throws StoreException {
        try {
            return password.isEmpty()
                    ? key.getEncoded()
                    : Protection.encrypt(key, password, false).getEncoded();
        } catch (IOException e) {
            throw new StoreException("The private key could not be encoded.", e);
        }
    }

    @Override
    protected EntryEdit remove(StoreContent former, Access access, InventoryEntry entry) {
        List<Edited.Next> files = new ArrayList<>();
        files.add(new Edited.Next(0, new byte[0], false));
        if (entry.privateKeyEntry()) {
            files.add(new Edited.Next(1, new byte[0], true));
        }
        return new EntryEdit(entry.alias(), files, Set.of(entry.certificates().getFirst()), written -> {});
    }

    @Override
    protected Set<String> extensions() {
        return EXTENSIONS;
    }

    @Override
    protected boolean isStore(StoreFile file, boolean compatibility) {
        return file.content().length > 0 && DerCertificate.isOne(file.content());
    }
}
