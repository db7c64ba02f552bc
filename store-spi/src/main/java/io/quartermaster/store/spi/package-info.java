/**
 * What the author of a store type implements.
 */
@org.jspecify.annotations.NullMarked
package io.quartermaster.store.spi;
