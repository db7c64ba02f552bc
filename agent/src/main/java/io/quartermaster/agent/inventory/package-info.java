/**
 * Inventory jobs: reads a store and tells the server what has changed.
 */
@org.jspecify.annotations.NullMarked
package io.quartermaster.agent.inventory;
