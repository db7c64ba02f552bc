/**
 * Management jobs: adds certificates to stores, removes them, makes stores.
 */
@org.jspecify.annotations.NullMarked
package io.quartermaster.agent.management;
