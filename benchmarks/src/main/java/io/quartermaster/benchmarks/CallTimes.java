package io.quartermaster.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Milliseconds of single calls: ours, and those of what they are held against. */
record CallTimes(List<Double> ours, List<Double> others) {
    static final List<String> HEADINGS =
            List.of("what", "against", "median ms", "its median", "p99 ms", "its p99", "longest ms");

    private static final double MEDIAN = 0.5;
    private static final double P99 = 0.99;

    /** So many of each, the one and the other first in turn; a tenth of them before to warm up. */
    static CallTimes alternating(int calls, Callable<?> our, Callable<?> other) throws Exception {
        of(calls / 10, our);
        of(calls / 10, other);
        CallTimes times = new CallTimes(new ArrayList<>(), new ArrayList<>());
        for (int call = 0; call < calls; call++) {
            boolean oursFirst = call % 2 == 0;
            (oursFirst ? times.ours : times.others).add(millis(oursFirst ? our : other));
            (oursFirst ? times.others : times.ours).add(millis(oursFirst ? other : our));
        }
        return times;
    }

    static List<Double> of(int calls, Callable<?> work) throws Exception {
        List<Double> times = new ArrayList<>();
        for (int call = 0; call < calls; call++) {
            times.add(millis(work));
        }
        return times;
    }

    static double millis(Callable<?> work) throws Exception {
        long start = System.nanoTime();
        work.call();
        return (System.nanoTime() - start) / 1e6;
    }

    double medianRatio() {
        return quantile(ours, MEDIAN) / quantile(others, MEDIAN);
    }

    /** Milliseconds by which the slowest hundredth of ours lies above that of the others. */
    double p99Over() {
        return quantile(ours, P99) - quantile(others, P99);
    }

    double longest() {
        return quantile(ours, 1);
    }

    double medianOther() {
        return quantile(others, MEDIAN);
    }

    List<String> row(String what, String against) {
        return List.of(
                what,
                against,
                shown(quantile(ours, MEDIAN)),
                shown(quantile(others, MEDIAN)),
                shown(quantile(ours, P99)),
                shown(quantile(others, P99)),
                shown(longest()));
    }

    private static String shown(double millis) {
        return String.format(Locale.ROOT, "%.2f", millis);
    }

    private static double quantile(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(sorted.size() * share)));
    }
}
