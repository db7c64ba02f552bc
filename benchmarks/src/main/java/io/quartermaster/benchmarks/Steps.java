package io.quartermaster.benchmarks;

import java.util.concurrent.Callable;

/**
 * A way put together from its parts.
 *
 * @param operations that one run does
 * @param before each run
 * @param left after each run, in operations that should be done and are not
 */
record Steps(String title, long operations, Step before, Step work, Callable<Long> left) implements Way {

    /** A part of a way. */
    interface Step {
        void run() throws Exception;
    }

    @Override
    public void prepare() throws Exception {
        before.run();
    }

    @Override
    public long run() throws Exception {
        work.run();
        return operations;
    }

    @Override
    public void check() throws Exception {
        Work.requireDone(title, left.call());
    }
}
