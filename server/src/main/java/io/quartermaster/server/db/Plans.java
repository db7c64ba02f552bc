package io.quartermaster.server.db;

import org.jdbi.v3.core.Handle;

/** How PostgreSQL is to plan the statements of a transaction. Nothing of it stays when the transaction ends. */
public final class Plans {
    private Plans() {}

    /**
     * From here on statements are planned without looking at their values. For those that name what they are about by long
     * lists of ids: the planner would go through each list, several times, and then take the index all the same.
     */
    public static void ignoreValues(Handle tx) {
        tx.execute("SET LOCAL plan_cache_mode = force_generic_plan");
    }

    /** From here on rows are found along indexes only: a statement that names them by ids locks them in the order of the ids. */
    public static void onlyAlongIndexes(Handle tx) {
        tx.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off");
    }

    /** The end of both. */
    public static void asUsual(Handle tx) {
        tx.execute("SET LOCAL plan_cache_mode TO DEFAULT; SET LOCAL enable_seqscan TO DEFAULT;"
                + " SET LOCAL enable_bitmapscan TO DEFAULT");
    }
}
