/** Keys that are made in a store, and the requests to have them certified. */
@org.jspecify.annotations.NullMarked
package io.quartermaster.store.types.reenrollment;
