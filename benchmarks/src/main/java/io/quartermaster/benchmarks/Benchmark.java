package io.quartermaster.benchmarks;

/** Something that is measured, with what it is held against in the same run. */
interface Benchmark {
    /** As in {@code ./qm bench NAME}. */
    String name();

    /** One line for the list of benchmarks. */
    String what();

    /** @throws Exception when a way did not do its work; then there is no figure */
    Report run(Size size) throws Exception;
}
