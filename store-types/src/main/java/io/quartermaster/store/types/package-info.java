/** The store types that come with the product, one package each; here is what they share. */
@org.jspecify.annotations.NullMarked
package io.quartermaster.store.types;
