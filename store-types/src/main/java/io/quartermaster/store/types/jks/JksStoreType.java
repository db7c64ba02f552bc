package io.quartermaster.store.types.jks;

import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.spi.Inventory;
import io.quartermaster.store.spi.InventoryEntry;
import io.quartermaster.store.spi.InventoryJob;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StoreLocation;
import io.quartermaster.store.spi.StorePassword;
import io.quartermaster.store.spi.StoreSecrets;
import io.quartermaster.store.spi.StoreType;
import io.quartermaster.store.types.StoreFile;
import io.quartermaster.store.types.pkcs12.Pkcs12Reader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Java keystores, whatever format is behind the name: JKS, JCEKS, and PKCS#12, which is what {@code keytool} has made
 * since Java 9 even when the file is called {@code .jks}.
 *
 * <p>Entries keep their aliases, which such stores have in lower case. Secret keys are no entries, since they have no
 * certificate. Without a password the certificates of JKS and JCEKS are read unchecked, as {@code keytool} does.
 */
public final class JksStoreType implements StoreType, InventoryJob {
    @Override
    public String shortName() {
        return "JKS";
    }

    @Override
    public Inventory read(StoreLocation location, StoreSecrets secrets) throws StoreException {
        return read(StoreFile.read(location), secrets.storePassword());
    }

    static Inventory read(StoreFile file, StorePassword password) throws StoreException {
        if (file.beginsWith(0xFE, 0xED, 0xFE, 0xED)) {
            return readJavaFormat(file, "JKS", password);
        }
        if (file.beginsWith(0xCE, 0xCE, 0xCE, 0xCE)) {
            return readJavaFormat(file, "JCEKS", password);
        }
        if (file.beginsWith(0x30)) {
            return Pkcs12Reader.read(file, password);
        }
        throw new StoreException(file.path() + " is not a Java keystore.");
    }

    private static Inventory readJavaFormat(StoreFile file, String format, StorePassword password)
            throws StoreException {
        char @Nullable [] characters = password.isEmpty() ? null : password.toCharArray();
        try {
            KeyStore keyStore = KeyStore.getInstance(format);
            keyStore.load(new ByteArrayInputStream(file.content()), characters);
            return entries(file, keyStore);
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw new StoreException("The password of " + file.path() + " is wrong, or the file was changed.", e);
            }
            throw new StoreException(file.path() + " is a damaged " + format + " keystore.", e);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new StoreException(file.path() + " holds something that is not a certificate or key.", e);
        } finally {
            if (characters != null) {
                Arrays.fill(characters, '\0');
            }
        }
    }

    private static Inventory entries(StoreFile file, KeyStore keyStore)
            throws GeneralSecurityException, StoreException {
        List<String> aliases = Collections.list(keyStore.aliases());
        if (aliases.size() > StoreFile.ENTRIES_MAX) {
            throw new StoreException(file.path() + " has more than " + StoreFile.ENTRIES_MAX + " entries.");
        }
        List<InventoryEntry> entries = new ArrayList<>();
        for (String alias : aliases) {
            boolean key = keyStore.isKeyEntry(alias);
            List<EncodedCertificate> certificates = new ArrayList<>();
            for (Certificate certificate : chain(keyStore, alias, key)) {
                certificates.add(new EncodedCertificate(certificate.getEncoded()));
            }
            if (!certificates.isEmpty()) {
                entries.add(new InventoryEntry(alias, certificates, key));
            }
        }
        return new Inventory(entries);
    }

    private static List<Certificate> chain(KeyStore keyStore, String alias, boolean key)
            throws GeneralSecurityException {
        if (!key) {
            Certificate certificate = keyStore.getCertificate(alias);
            return certificate == null ? List.of() : List.of(certificate);
        }
        Certificate[] chain = keyStore.getCertificateChain(alias);
        return chain == null ? List.of() : List.of(chain);
    }
}
