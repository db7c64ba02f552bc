@org.jspecify.annotations.NullMarked
package io.quartermaster.store.types.discovery;
