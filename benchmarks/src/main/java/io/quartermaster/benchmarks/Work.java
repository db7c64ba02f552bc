package io.quartermaster.benchmarks;

/** Whether what was measured was done at all. */
final class Work {
    private Work() {}

    /** @param left what should not be there any more */
    static void requireDone(String title, long left) {
        if (left != 0) {
            throw new IllegalStateException(title + " left " + left + " jobs");
        }
    }
}
