package io.quartermaster.benchmarks;

import java.util.List;

/** Hands jobs out and takes their success: each a transaction or more of its own, committed. Safe for many threads. */
interface Handout {
    /**
     * @param errands as many as are taken at once; a way that knows no batches is given one
     * @throws Exception when a job was not handed out, or its end not taken
     */
    void run(List<Errand> errands) throws Exception;
}
