package io.quartermaster.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Threads that hand jobs out at once, each taking the next job when it has done one. */
final class Crew {
    private final int threads;
    private final int batch;
    private final Handout handout;

    /** @param batch how many jobs a thread takes at once */
    Crew(int threads, int batch, Handout handout) {
        this.threads = threads;
        this.batch = batch;
        this.handout = handout;
    }

    /**
     * Hands all of them out, or as many as there is time for.
     *
     * @param goesOn asked before each; when it says no, what has been begun is ended
     * @return how many; always the first ones
     */
    int run(List<Errand> errands, BooleanSupplier goesOn) throws Exception {
        AtomicInteger next = new AtomicInteger();
        List<Future<Integer>> running = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < threads; thread++) {
                running.add(executor.submit(one(errands, next, goesOn)));
            }
        }
        int done = 0;
        for (Future<Integer> thread : running) {
            try {
                done += thread.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("A job was not handed out", e.getCause());
            }
        }
        return done;
    }

    private Callable<Integer> one(List<Errand> errands, AtomicInteger next, BooleanSupplier goesOn) {
        return () -> {
            int done = 0;
            while (goesOn.getAsBoolean()) {
                int from = next.getAndAdd(batch);
                if (from >= errands.size()) {
                    break;
                }
                List<Errand> taken = errands.subList(from, Math.min(from + batch, errands.size()));
                handout.run(taken);
                done += taken.size();
            }
            return done;
        };
    }
}
