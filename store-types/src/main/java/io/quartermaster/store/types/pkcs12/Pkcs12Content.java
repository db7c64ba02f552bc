package io.quartermaster.store.types.pkcs12;

import java.util.List;

/**
 * What a PKCS#12 file holds.
 *
 * @param found keys and certificates
 * @param all every bag, in the order of the file; {@link Bag#position} points into it
 * @param mac whether the file is protected against changes
 */
record Pkcs12Content(List<Bag> found, List<HeldBag> all, boolean mac) {
    static final Pkcs12Content EMPTY = new Pkcs12Content(List.of(), List.of(), false);
}
