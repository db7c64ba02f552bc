package io.quartermaster.server.ca;

/** What has certificates signed; one for each kind of authority. Never called inside a transaction. Safe for many threads. */
public interface CertificateIssuer {
    AuthorityKind kind();

    /**
     * Has a certificate signed.
     *
     * @throws IssueRefusedException when there is none, with a sentence for people
     */
    Signed sign(Authority authority, JudgedRequest request);

    /**
     * Tries whether certificates could be had.
     *
     * @return a sentence for people
     * @throws IssueRefusedException when they could not
     */
    String test(Authority authority);
}
