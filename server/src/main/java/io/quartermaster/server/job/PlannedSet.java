package io.quartermaster.server.job;

import io.quartermaster.server.query.SqlCondition;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a plan found that it would change.
 *
 * @param reason as the planner gave it
 * @param condition true for the members: on {@code scheduled_job j}, or {@code job_history h}
 * @param count how many there were
 * @param words what the plan was made from: the query, or how many ids
 */
public record PlannedSet(UUID planId, @Nullable String reason, SqlCondition condition, long count, String words) {}
