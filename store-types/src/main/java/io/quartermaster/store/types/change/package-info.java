/** How the files of a store are changed: whole or not at all, whatever ends the change. */
@org.jspecify.annotations.NullMarked
package io.quartermaster.store.types.change;
