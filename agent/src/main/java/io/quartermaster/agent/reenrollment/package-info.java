/**
 * Reenrollment jobs: a key is made in a store, and the server brings the certificate for it. The key never leaves the
 * machine.
 */
@org.jspecify.annotations.NullMarked
package io.quartermaster.agent.reenrollment;
