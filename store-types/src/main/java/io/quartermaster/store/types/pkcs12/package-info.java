/** PKCS#12 files ({@code .p12}, {@code .pfx}). */
@org.jspecify.annotations.NullMarked
package io.quartermaster.store.types.pkcs12;
