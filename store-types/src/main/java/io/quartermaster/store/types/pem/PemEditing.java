package io.quartermaster.store.types.pem;

import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.spi.InventoryEntry;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StorePassword;
import io.quartermaster.store.types.Protection;
import io.quartermaster.store.types.change.Edited;
import io.quartermaster.store.types.change.StoreContent;
import io.quartermaster.store.types.file.Access;
import io.quartermaster.store.types.file.EntryEdit;
import io.quartermaster.store.types.file.NewEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/**
 * Changes of a PEM store. What is not touched stays as it is, byte for byte: comments, order, other blocks.
 *
 * <p>A certificate without a key is put at the end, or in the place of the one that the alias names. With a key, the
 * certificate, its issuers and the key take the place of the former certificate with a key, of that one's issuers where
 * no other certificate needs them, and of its key; if there was none they are put first, where servers look for them. A
 * store with several keys has the one replaced that the alias names.
 */
final class PemEditing {
    private final StoreContent former;
    private final Access access;
    private final PemContent content;

    private PemEditing(StoreContent former, Access access, PemContent content) {
        this.former = former;
        this.access = access;
        this.content = content;
    }

    static PemEditing of(StoreContent former, Access access) throws StoreException {
        return new PemEditing(former, access, PemContent.read(former, access.password()));
    }

    void requireRoom(String alias, boolean withKey, boolean overwrite) throws StoreException {
        if (!withKey) {
            if (named(alias).isPresent() && !overwrite) {
                throw new StoreException(
                        path() + " has a certificate " + alias + " already, and the job does not say to overwrite it.");
            }
            return;
        }
        if (access.properties().flag("IsTrustStore", false)) {
            throw new StoreException(
                    path() + " holds trusted certificates only (property IsTrustStore); it takes no private key.");
        }
        requireOpened();
        PemCertificate replaced = toReplace(alias).orElse(null);
        if (replaced != null && !overwrite) {
            throw new StoreException(path() + " has a certificate with a private key already ("
                    + replaced.encoded().thumbprint() + "), and the job does not say to overwrite it.");
        }
    }

    /** Keys that cannot be read must not be thrown away by a job that has the wrong password. */
    private void requireOpened() throws StoreException {
        for (PemContent.KeyBlock key : content.keys()) {
            if (key.publicKey() == null) {
                throw new StoreException("The private key in " + former.paths().get(key.file()) + ", line "
                        + key.block().line()
                        + (access.password().isEmpty()
                                ? ", cannot be read without the store's password."
                                : ", is not opened by the store's password."));
            }
        }
    }

    /** The certificate with a key that a new one replaces; empty when the store has none. */
    private Optional<PemCertificate> toReplace(String alias) throws StoreException {
        Set<PemCertificate> withKey = content.withKey();
        Optional<PemCertificate> named = named(alias).filter(withKey::contains);
        if (named.isPresent() || withKey.isEmpty()) {
            return named;
        }
        if (withKey.size() > 1) {
            throw new StoreException(path() + " has " + withKey.size()
                    + " certificates with private keys; the alias has to name the one to replace by its thumbprint.");
        }
        return Optional.of(withKey.iterator().next());
    }

    private Optional<PemCertificate> named(String alias) {
        return content.certificates().stream()
                .filter(certificate -> certificate.encoded().thumbprint().equalsIgnoreCase(alias))
                .findFirst();
    }

    EntryEdit add(NewEntry entry) throws StoreException {
        String alias = entry.certificate().thumbprint();
        PrivateKeyInfo key = entry.privateKey();
        if (key != null) {
            return addWithKey(entry, key, alias);
        }
        if (content.certificates().stream().anyMatch(there -> there.encoded().equals(entry.certificate()))) {
            return EntryEdit.nothing(alias);
        }
        requireRoom(entry.alias(), false, entry.overwrite());
        Set<EncodedCertificate> gone = new HashSet<>();
        PemLines lines = lines();
        PemCertificate replaced = named(entry.alias()).orElse(null);
        if (replaced == null) {
            lines.append(PemLines.certificate(entry.certificate()));
        } else {
            if (content.withKey().contains(replaced)) {
                throw new StoreException(path() + ": the certificate " + entry.alias()
                        + " has a private key, so it cannot be replaced by one without.");
            }
            gone.add(replaced.encoded());
            lines.replace(blocksOf(Set.of(replaced.encoded())), PemLines.certificate(entry.certificate()));
        }
        return EntryEdit.of(alias, lines.bytes(), former.paths().size() == 1, gone);
    }

    private EntryEdit addWithKey(NewEntry entry, PrivateKeyInfo key, String alias) throws StoreException {
        requireOpened();
        if (isThere(entry)) {
            return EntryEdit.nothing(alias);
        }
        boolean sameCertificate =
                content.withKey().stream().anyMatch(there -> there.encoded().equals(entry.certificate()));
        String replacing = sameCertificate ? alias : entry.alias();
        requireRoom(replacing, true, entry.overwrite() || sameCertificate);
        PemCertificate replaced = toReplace(replacing).orElse(null);

        Set<EncodedCertificate> gone = new HashSet<>(entry.certificates());
        List<PemContent.KeyBlock> oldKeys = new ArrayList<>();
        if (replaced != null) {
            gone.addAll(withIssuers(replaced));
            oldKeys.addAll(content.keysOf(replaced.publicKey()));
        }
        StringBuilder text = new StringBuilder();
        entry.certificates().forEach(certificate -> text.append(PemLines.certificate(certificate)));
        String keyText = keyText(key, entry.keyPassword(access));
        boolean separate = former.paths().size() > 1;
        if (!separate) {
            text.append(keyText);
        }
        List<PemBlock> oldBlocks = new ArrayList<>(blocksOf(gone));
        oldKeys.stream()
                .filter(old -> old.file() == 0)
                .map(PemContent.KeyBlock::block)
                .forEach(oldBlocks::add);
        PemLines lines = lines();
        lines.replace(oldBlocks, text.toString());

        List<Edited.Next> files = new ArrayList<>();
        files.add(new Edited.Next(0, lines.bytes(), !separate));
        if (separate) {
            // Only one key may be there, since its readers take the first.
            files.add(new Edited.Next(1, keyText.getBytes(StandardCharsets.US_ASCII), true));
        }
        return new EntryEdit(alias, files, gone, checkKey(entry));
    }

    /** The entry's own password is not known to an inventory, so the key is read with it here. */
    private Edited.Check checkKey(NewEntry entry) {
        return written -> {
            PemContent read = PemContent.read(written, entry.keyPassword(access));
            if (read.keysOf(entry.publicKey()).isEmpty()) {
                throw new StoreException("The private key is missing.");
            }
        };
    }

    private boolean isThere(NewEntry entry) {
        Set<EncodedCertificate> there = new HashSet<>();
        content.certificates().forEach(certificate -> there.add(certificate.encoded()));
        return there.containsAll(entry.certificates())
                && !content.keysOf(entry.publicKey()).isEmpty();
    }

    /** A certificate and those of its issuers in the file that no other certificate with a key needs. */
    private Set<EncodedCertificate> withIssuers(PemCertificate leaf) {
        Set<EncodedCertificate> all = new HashSet<>(issuersOf(leaf));
        for (PemCertificate other : content.withKey()) {
            if (!other.equals(leaf)) {
                all.removeAll(issuersOf(other));
                all.remove(other.encoded());
            }
        }
        all.add(leaf.encoded());
        return all;
    }

    private Set<EncodedCertificate> issuersOf(PemCertificate leaf) {
        Set<EncodedCertificate> issuers = new HashSet<>();
        PemCertificate next = leaf;
        while (next != null) {
            PemCertificate current = next;
            next = content.certificates().stream()
                    .filter(candidate -> candidate.subject().equals(current.issuer())
                            && !candidate.equals(leaf)
                            && issuers.add(candidate.encoded()))
                    .findFirst()
                    .orElse(null);
        }
        return issuers;
    }

    EntryEdit remove(InventoryEntry entry) throws StoreException {
        EncodedCertificate certificate = entry.certificates().getFirst();
        List<PemContent.KeyBlock> keys = List.of();
        if (entry.privateKeyEntry()) {
            requireOpened();
            keys = named(entry.alias())
                    .map(own -> content.keysOf(own.publicKey()))
                    .orElse(List.of());
        }
        List<PemBlock> blocks = new ArrayList<>(blocksOf(Set.of(certificate)));
        keys.stream()
                .filter(key -> key.file() == 0)
                .map(PemContent.KeyBlock::block)
                .forEach(blocks::add);
        PemLines lines = lines();
        lines.replace(blocks, "");
        List<Edited.Next> files = new ArrayList<>();
        files.add(new Edited.Next(0, lines.bytes(), true));
        if (keys.stream().anyMatch(key -> key.file() == 1)) {
            files.add(new Edited.Next(1, new byte[0], true));
        }
        return new EntryEdit(entry.alias(), files, Set.of(certificate), written -> {});
    }

    private List<PemBlock> blocksOf(Set<EncodedCertificate> certificates) {
        Predicate<PemContent.CertificateBlock> wanted = block -> certificates.contains(block.certificate());
        return content.certificateBlocks().stream()
                .filter(wanted)
                .map(PemContent.CertificateBlock::block)
                .toList();
    }

    private static String keyText(PrivateKeyInfo key, StorePassword password) throws StoreException {
        try {
            return password.isEmpty()
                    ? PemLines.block("PRIVATE KEY", key.getEncoded())
                    : PemLines.block(
                            "ENCRYPTED PRIVATE KEY",
                            Protection.encrypt(key, password, false).getEncoded());
        } catch (IOException e) {
            throw new StoreException("The private key could not be encoded.", e);
        }
    }

    private PemLines lines() throws StoreException {
        return new PemLines(former.first().content());
    }

    private String path() {
        return former.paths().getFirst().toString();
    }
}
