/**
 * Blueprints: what one agent has, kept so that other agents can be given the same. Secrets are never kept.
 */
@NullMarked
package io.quartermaster.server.blueprint;

import org.jspecify.annotations.NullMarked;
