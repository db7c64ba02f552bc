package io.quartermaster.store.types.file;

import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.types.change.Edited;
import java.util.List;
import java.util.Set;

/**
 * An entry added to the files of a store, or removed from them.
 *
 * @param alias of the entry
 * @param files that change; empty when nothing does
 * @param gone certificates whose entries may be missing afterwards; all others must still be there
 * @param check looks at what the inventory does not tell, such as whether the password opens the key
 */
public record EntryEdit(String alias, List<Edited.Next> files, Set<EncodedCertificate> gone, Edited.Check check) {
    public EntryEdit {
        files = List.copyOf(files);
        gone = Set.copyOf(gone);
    }

    /** The store already is as it is to be. */
    public static EntryEdit nothing(String alias) {
        return new EntryEdit(alias, List.of(), Set.of(), written -> {});
    }

    /** A change of the store's own file, of which the inventory tells all. */
    public static EntryEdit of(String alias, byte[] content, boolean secret, Set<EncodedCertificate> gone) {
        return new EntryEdit(alias, List.of(new Edited.Next(0, content, secret)), gone, written -> {});
    }
}
