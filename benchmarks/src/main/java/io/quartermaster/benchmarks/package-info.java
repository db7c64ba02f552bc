/** Timings and throughput, as ratios measured in one run. Nothing here is a test. */
@NullMarked
package io.quartermaster.benchmarks;

import org.jspecify.annotations.NullMarked;
