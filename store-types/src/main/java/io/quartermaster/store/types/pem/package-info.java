/** Certificates, and keys beside them, in PEM files. */
@org.jspecify.annotations.NullMarked
package io.quartermaster.store.types.pem;
