/**
 * The audit log: who did what to which thing, and who was refused. A success is written in the command's own
 * transaction, so that neither exists without the other; a refusal, which rolls the command back, in one of its own.
 */
@NullMarked
package io.quartermaster.server.audit;

import org.jspecify.annotations.NullMarked;
