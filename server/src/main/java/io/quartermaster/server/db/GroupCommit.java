package io.quartermaster.server.db;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Answers calls that come at the same time by one piece of work, so that they share its statements and its commit. Nobody
 * waits for company: a call that comes alone is worked off at once, and those that come meanwhile are the next group.
 *
 * <p>What a group cannot do with its calls, each then does alone, in the thread that called. A group that fails does so too:
 * no call suffers from another one.
 *
 * <p>Safe for many threads.
 *
 * @param <Q> a call
 * @param <A> its answer
 */
public final class GroupCommit<Q, A> {
    /** Calls of one group. More save little, and hold their locks for longer. */
    public static final int CALLS_MAX = 128;

    /** Groups worked on at a time: while one waits for the disk, the other computes. */
    private static final int GROUPS_MAX = 2;

    private static final Logger LOG = Logger.getLogger(GroupCommit.class);

    private final Function<List<Q>, List<Optional<A>>> together;
    private final Function<Q, A> alone;
    private final Queue<Call<Q, A>> waiting = new ConcurrentLinkedQueue<>();
    private final Semaphore places = new Semaphore(GROUPS_MAX);

    /**
     * @param together answers calls in their order, in one transaction that never waits for another one for long; empty for
     *     one that is to be answered alone
     * @param alone answers any call
     */
    public GroupCommit(Function<List<Q>, List<Optional<A>>> together, Function<Q, A> alone) {
        this.together = together;
        this.alone = alone;
    }

    private record Call<Q, A>(Q question, CompletableFuture<Optional<A>> answer) {}

    /** @throws RuntimeException what answering it alone threw */
    public A answer(Q question) {
        Call<Q, A> call = new Call<>(question, new CompletableFuture<>());
        waiting.add(call);
        workUntil(call.answer()::isDone);
        if (!waiting.isEmpty() && places.availablePermits() > 0) {
            // This thread has its answer; those that came meanwhile are not to wait for the next call.
            Thread.startVirtualThread(() -> workUntil(() -> false));
        }
        return answered(call).orElseGet(() -> alone.apply(question));
    }

    private static <Q, A> Optional<A> answered(Call<Q, A> call) {
        try {
            return call.answer().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    /** Works off groups, as long as there is a place for one more. Whoever gives a place back looks once more for calls. */
    private void workUntil(BooleanSupplier over) {
        while (!over.getAsBoolean() && !waiting.isEmpty() && places.tryAcquire()) {
            try {
                for (List<Call<Q, A>> group = take();
                        !group.isEmpty();
                        group = over.getAsBoolean() ? List.of() : take()) {
                    work(group);
                }
            } finally {
                places.release();
            }
        }
    }

    private List<Call<Q, A>> take() {
        List<Call<Q, A>> group = new ArrayList<>();
        while (group.size() < CALLS_MAX) {
            Call<Q, A> next = waiting.poll();
            if (next == null) {
                break;
            }
            group.add(next);
        }
        return group;
    }

    private void work(List<Call<Q, A>> group) {
        try {
            List<Optional<A>> answers =
                    together.apply(group.stream().map(Call::question).toList());
            for (int index = 0; index < group.size(); index++) {
                group.get(index).answer().complete(answers.get(index));
            }
        } catch (RuntimeException e) {
            // Whose fault it was, each finds out for itself. But a group that fails each time would go unnoticed.
            if (!Outage.caused(e)) {
                LOG.warnf(e, "A group of %d calls failed; each is answered alone", group.size());
            }
            group.forEach(call -> call.answer().complete(Optional.empty()));
        } catch (Error e) {
            group.forEach(call -> call.answer().completeExceptionally(e));
        }
    }
}
