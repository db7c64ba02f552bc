package io.quartermaster.server.job;

import java.util.function.Function;

/**
 * One condition that keeps a job from being changed, and the sentence that says so. Looks at one thing and touches
 * nothing; preview, explanation and the command itself use the same ones.
 *
 * @param refusedWhen SQL that is true for a job that may not be changed; never null for any row
 */
record Judge(String refusedWhen, Function<RefusedJob, String> reason) {}
