/**
 * What the author of a store type implements: a {@link io.quartermaster.store.spi.StoreType} and, of the jobs beside
 * it, those that the type can do. Found by {@link java.util.ServiceLoader} under the name of {@code StoreType}.
 *
 * <p>Needs the JDK and nothing else.
 */
@org.jspecify.annotations.NullMarked
package io.quartermaster.store.spi;
