package io.quartermaster.server.renewal;

/** Which certificates a rule is for. Only those that lie in a store with their private key are renewed. */
public sealed interface RenewalScope {
    /** This one, and those that take its place. */
    record OneCertificate(int id) implements RenewalScope {}

    /** Those in the stores of a container. */
    record InContainer(int id) implements RenewalScope {}

    /** Those of a collection of certificates. */
    record OfCollection(int id) implements RenewalScope {}

    /** Those that a query finds, over the fields of certificates. */
    record ByQuery(String query) implements RenewalScope {}
}
