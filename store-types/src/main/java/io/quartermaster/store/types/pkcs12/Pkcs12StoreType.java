package io.quartermaster.store.types.pkcs12;

import io.quartermaster.store.spi.Inventory;
import io.quartermaster.store.spi.InventoryJob;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StoreLocation;
import io.quartermaster.store.spi.StoreSecrets;
import io.quartermaster.store.spi.StoreType;
import io.quartermaster.store.types.StoreFile;

/** PKCS#12 files; {@link Pkcs12Reader} says what an entry is. */
public final class Pkcs12StoreType implements StoreType, InventoryJob {
    @Override
    public String shortName() {
        return "PKCS12";
    }

    @Override
    public Inventory read(StoreLocation location, StoreSecrets secrets) throws StoreException {
        StoreFile file = StoreFile.read(location);
        if (file.beginsWith(0xFE, 0xED, 0xFE, 0xED) || file.beginsWith(0xCE, 0xCE, 0xCE, 0xCE)) {
            throw new StoreException(file.path() + " is a Java keystore, not PKCS#12: give the store the type JKS.");
        }
        return Pkcs12Reader.read(file, secrets.storePassword());
    }
}
