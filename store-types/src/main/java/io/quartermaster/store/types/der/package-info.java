/** DER files: one certificate, with its private key in another file if it has one. */
@org.jspecify.annotations.NullMarked
package io.quartermaster.store.types.der;
