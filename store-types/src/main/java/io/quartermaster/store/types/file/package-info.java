/** What all store types whose stores are files do in the same way. */
@org.jspecify.annotations.NullMarked
package io.quartermaster.store.types.file;
