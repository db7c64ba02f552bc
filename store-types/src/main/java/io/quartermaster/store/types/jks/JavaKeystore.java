package io.quartermaster.store.types.jks;

import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.spi.Inventory;
import io.quartermaster.store.spi.InventoryEntry;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StorePassword;
import io.quartermaster.store.types.KeyPairs;
import io.quartermaster.store.types.StoreFile;
import io.quartermaster.store.types.change.Edited;
import io.quartermaster.store.types.file.Access;
import io.quartermaster.store.types.file.Entry;
import io.quartermaster.store.types.file.EntryEdit;
import io.quartermaster.store.types.file.NewEntry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.jspecify.annotations.Nullable;

/** A store in one of the JDK's own formats, JKS or JCEKS. One thread only. */
final class JavaKeystore {
    private final StoreFile file;
    private final String format;
    private final StorePassword password;
    private final KeyStore keyStore;

    private JavaKeystore(StoreFile file, String format, StorePassword password, KeyStore keyStore) {
        this.file = file;
        this.format = format;
        this.password = password;
        this.keyStore = keyStore;
    }

    /**
     * Opens a store.
     *
     * @param password when empty, the content is not checked against it
     * @throws StoreException when the password is wrong or the file is damaged
     */
    static JavaKeystore open(StoreFile file, String format, StorePassword password) throws StoreException {
        char @Nullable [] characters = password.isEmpty() ? null : password.toCharArray();
        try {
            KeyStore keyStore = KeyStore.getInstance(format);
            keyStore.load(new ByteArrayInputStream(file.content()), characters);
            return new JavaKeystore(file, format, password, keyStore);
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw new StoreException("The password of " + file.path() + " is wrong, or the file was changed.", e);
            }
            throw new StoreException(file.path() + " is a damaged " + format + " keystore.", e);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new StoreException(file.path() + " holds something that is not a certificate or key.", e);
        } finally {
            wipe(characters);
        }
    }

    /** A store without any entry. */
    static byte[] empty(String format, StorePassword password) throws StoreException {
        if (password.isEmpty()) {
            throw new StoreException("A " + format + " keystore needs a password.");
        }
        char[] characters = password.toCharArray();
        try {
            KeyStore keyStore = KeyStore.getInstance(format);
            keyStore.load(null, characters);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            keyStore.store(out, characters);
            return out.toByteArray();
        } catch (IOException | GeneralSecurityException e) {
            throw new StoreException("The " + format + " keystore could not be made.", e);
        } finally {
            wipe(characters);
        }
    }

    Inventory inventory() throws StoreException {
        try {
            List<String> aliases = Collections.list(keyStore.aliases());
            if (aliases.size() > StoreFile.ENTRIES_MAX) {
                throw new StoreException(file.path() + " has more than " + StoreFile.ENTRIES_MAX + " entries.");
            }
            List<InventoryEntry> entries = new ArrayList<>();
            for (String alias : aliases) {
                boolean key = keyStore.isKeyEntry(alias);
                List<EncodedCertificate> certificates = new ArrayList<>();
                for (Certificate certificate : chain(alias, key)) {
                    certificates.add(new EncodedCertificate(certificate.getEncoded()));
                }
                if (!certificates.isEmpty()) {
                    entries.add(Entry.of(alias, certificates, key));
                }
            }
            return new Inventory(entries);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new StoreException(file.path() + " holds something that is not a certificate or key.", e);
        }
    }

    private List<Certificate> chain(String alias, boolean key) throws GeneralSecurityException {
        if (!key) {
            Certificate certificate = keyStore.getCertificate(alias);
            return certificate == null ? List.of() : List.of(certificate);
        }
        Certificate[] chain = keyStore.getCertificateChain(alias);
        return chain == null ? List.of() : List.of(chain);
    }

    void requireRoom(String alias, boolean overwrite) throws StoreException {
        requirePassword();
        try {
            if (!overwrite && !alias.isBlank() && keyStore.containsAlias(alias)) {
                throw new StoreException(
                        file.path() + " has an entry " + alias + " already, and the job does not say to overwrite it.");
            }
        } catch (GeneralSecurityException e) {
            throw new StoreException(file.path() + " could not be looked through.", e);
        }
    }

    private void requirePassword() throws StoreException {
        if (password.isEmpty()) {
            throw new StoreException(file.path() + " needs a password to be changed.");
        }
    }

    EntryEdit add(NewEntry entry, Access access) throws StoreException {
        String alias = (entry.alias().isBlank() ? entry.certificate().thumbprint() : entry.alias())
                .toLowerCase(Locale.ENGLISH);
        InventoryEntry there = inventory().entries().stream()
                .filter(one -> one.alias().equalsIgnoreCase(alias))
                .findFirst()
                .orElse(null);
        PrivateKeyInfo key = entry.privateKey();
        if (there != null
                && there.privateKeyEntry() == (key != null)
                && there.certificates().equals(entry.certificates())) {
            return EntryEdit.nothing(alias);
        }
        requireRoom(alias, entry.overwrite());
        Set<EncodedCertificate> gone = new HashSet<>();
        if (there != null) {
            gone.add(there.certificates().getFirst());
        }
        StorePassword keyPassword = entry.keyPassword(access);
        char[] keyCharacters = keyPassword.toCharArray();
        try {
            keyStore.deleteEntry(alias);
            if (key == null) {
                keyStore.setCertificateEntry(alias, certificate(entry.certificate()));
            } else {
                List<Certificate> chain = new ArrayList<>();
                for (EncodedCertificate certificate : entry.certificates()) {
                    chain.add(certificate(certificate));
                }
                keyStore.setKeyEntry(alias, new Pkcs8Key(key), keyCharacters, chain.toArray(Certificate[]::new));
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new StoreException("The entry could not be put into a " + format + " keystore.", e);
        } finally {
            wipe(keyCharacters);
        }
        return new EntryEdit(alias, List.of(new Edited.Next(0, store(), true)), gone, written -> {
            if (key != null) {
                open(written.first(), format, password).requireKey(alias, keyPassword, entry);
            }
        });
    }

    private static Certificate certificate(EncodedCertificate certificate) throws CertificateException {
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate.der()));
    }

    private void requireKey(String alias, StorePassword keyPassword, NewEntry entry) throws StoreException {
        char[] characters = keyPassword.toCharArray();
        try {
            Key key = keyStore.getKey(alias, characters);
            if (key == null || !KeyPairs.fit(PrivateKeyInfo.getInstance(key.getEncoded()), entry.publicKey())) {
                throw new StoreException("The private key is missing or another one.");
            }
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new StoreException("The private key is not opened by the password.", e);
        } finally {
            wipe(characters);
        }
    }

    EntryEdit remove(InventoryEntry entry) throws StoreException {
        requirePassword();
        try {
            keyStore.deleteEntry(entry.alias());
        } catch (GeneralSecurityException e) {
            throw new StoreException("The entry could not be removed from " + file.path() + ".", e);
        }
        return EntryEdit.of(
                entry.alias(), store(), true, Set.of(entry.certificates().getFirst()));
    }

    private byte[] store() throws StoreException {
        char[] characters = password.toCharArray();
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            keyStore.store(out, characters);
            return out.toByteArray();
        } catch (IOException | GeneralSecurityException e) {
            throw new StoreException("The " + format + " keystore could not be encoded.", e);
        } finally {
            wipe(characters);
        }
    }

    private static void wipe(char @Nullable [] characters) {
        if (characters != null) {
            Arrays.fill(characters, '\0');
        }
    }

    /** A key of whatever algorithm; the keystore asks for nothing but its bytes. */
    @SuppressWarnings("serial") // never serialized: the formats encrypt the bytes
    private static final class Pkcs8Key implements PrivateKey {
        private final transient PrivateKeyInfo key;
        private final byte[] encoded;

        Pkcs8Key(PrivateKeyInfo key) throws IOException {
            this.key = key;
            this.encoded = key.getEncoded();
        }

        @Override
        public String getAlgorithm() {
            return key.getPrivateKeyAlgorithm().getAlgorithm().getId();
        }

        @Override
        public String getFormat() {
            return "PKCS#8";
        }

        @Override
        public byte[] getEncoded() {
            return encoded.clone();
        }
    }
}
