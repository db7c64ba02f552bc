package io.quartermaster.store.spi;

/** The ability to make a key in a store and to have a certificate issued for it. Safe for many threads. */
public interface ReenrollmentJob extends ChangingJob {
    /**
     * Makes a key, has it certified, and puts both into the store. The key leaves neither this call nor, afterwards, the
     * store. That the store can be opened and may take the entry is found out first, so that no certificate is issued
     * for nothing; the store is not locked while the issuer is asked.
     *
     * @param issuer called once
     * @throws StoreException as for {@link AddJob#add}; when the request cannot be fulfilled; when the issuer throws it;
     *     or when the certificate that came back is for another key
     * @throws InterruptedException when the issuer throws it
     */
    StoreChange reenroll(StoreLocation location, StoreSecrets secrets, Reenrollment reenrollment, Issuer issuer)
            throws StoreException, InterruptedException;

    /** Brings a certification request to the server. */
    @FunctionalInterface
    interface Issuer {
        /**
         * Has a certificate issued.
         *
         * @param csr PKCS#10 as DER
         * @throws StoreException when there will be none; the sentence says why
         */
        Issued issue(byte[] csr) throws StoreException, InterruptedException;
    }
}
