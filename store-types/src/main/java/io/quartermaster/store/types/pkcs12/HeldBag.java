package io.quartermaster.store.types.pkcs12;

import org.bouncycastle.asn1.pkcs.SafeBag;

/**
 * A bag as it is in a file.
 *
 * @param encrypted whether the part of the file that it is in is encrypted
 */
record HeldBag(SafeBag bag, boolean encrypted) {
    /** For logs: a bag may be a key. */
    @Override
    public String toString() {
        return "HeldBag[" + bag.getBagId() + "]";
    }
}
