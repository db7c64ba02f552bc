package io.quartermaster.store.spi;

/**
 * One kind of certificate store, such as PEM files. What can be done with stores of that kind is said by the job
 * interfaces that the same class implements: {@link InventoryJob}, {@link AddJob}, {@link RemoveJob}, {@link CreateJob},
 * {@link DiscoveryJob}, {@link ReenrollmentJob}. The agent offers {@code CertStores.<short name>.Inventory} for the first,
 * {@code .Management} for the next three, {@code .Discovery} and {@code .Reenrollment} for the others.
 *
 * <p>Made once by {@link java.util.ServiceLoader}, so the class needs a public constructor without parameters; used by
 * several threads at a time.
 */
public interface StoreType {
    /**
     * The short name of the type on the server, e.g. {@code PEM}: letters and digits, at most 10 by custom. Two types
     * with one name, whatever the case of its letters, exclude each other.
     */
    String shortName();
}
