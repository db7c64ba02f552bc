/** How stores that are files are found. */
@org.jspecify.annotations.NullMarked
package io.quartermaster.store.types.discovery;
