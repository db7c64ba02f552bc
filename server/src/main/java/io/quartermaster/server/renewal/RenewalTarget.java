package io.quartermaster.server.renewal;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a store that held the old certificate when its renewal began.
 *
 * @param reason why it is no further, or why nothing is done; null where nothing is in the way
 * @param jobId the job that brings the new certificate, or the last one that tried; null for none yet
 * @param certificateId the new one that the store's inventory shows
 */
record RenewalTarget(
        int position,
        UUID storeId,
        String clientMachine,
        String storePath,
        String alias,
        boolean privateKey,
        State state,
        @Nullable String reason,
        int failures,
        Instant nextTry,
        @Nullable UUID jobId,
        @Nullable Integer certificateId) {
    enum State {
        /** No job brings the new certificate yet, or the last one failed. */
        WAITING("Waiting"),
        /** A job brings it, or has, and the inventory does not show it yet. */
        DEPLOYING("Deploying"),
        /** The inventory shows it. */
        DONE("Done"),
        /** The store or the entry is gone, or somebody has put another certificate there. */
        GONE("Gone"),
        FAILED("Failed");

        private final String title;

        State(String title) {
            this.title = title;
        }

        /** On the wire. */
        String title() {
            return title;
        }
    }

    boolean isOpen() {
        return state == State.WAITING || state == State.DEPLOYING;
    }

    RenewalTarget with(State then, @Nullable String why, int failed, Instant next) {
        return new RenewalTarget(
                position,
                storeId,
                clientMachine,
                storePath,
                alias,
                privateKey,
                then,
                why,
                failed,
                next,
                jobId,
                certificateId);
    }

    RenewalTarget withJob(UUID job) {
        return new RenewalTarget(
                position,
                storeId,
                clientMachine,
                storePath,
                alias,
                privateKey,
                State.DEPLOYING,
                null,
                failures,
                nextTry,
                job,
                certificateId);
    }

    RenewalTarget showing(int newCertificate) {
        return new RenewalTarget(
                position,
                storeId,
                clientMachine,
                storePath,
                alias,
                privateKey,
                State.DONE,
                null,
                failures,
                nextTry,
                jobId,
                newCertificate);
    }
}
