package io.quartermaster.benchmarks;

import static io.quartermaster.benchmarks.OurLists.NO_FILTER;
import static io.quartermaster.benchmarks.OurLists.PAGE;
import static io.quartermaster.benchmarks.OurLists.TWO_FILTERS;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Pages of 50 out of 1,000,000 scheduled jobs: with two filters against bare JDBC that sends the same statement; far down
 * the list by cursor against the first page, and against OFFSET; and the first page while others count. Measured at the
 * service, below HTTP: permission, cursor, query, statement, rows. Ours and the other alternate, call by call.
 */
final class ListsBenchmark implements Benchmark {
    private static final int OFFSET_CALLS_MIN = 20;

    @Override
    public String name() {
        return "lists";
    }

    @Override
    public String what() {
        return "pages of 1,000,000 jobs, with filters, far down, and while others count";
    }

    @Override
    public Report run(Size size) throws Exception {
        int jobs = size.of(100_000, 1_000_000);
        int calls = size.of(500, 3_000);
        try (BenchDatabase bench = BenchDatabase.start()) {
            OurLists lists = new OurLists(bench);
            lists.add(jobs);
            String half = lists.placeOf(jobs / 2);
            if (!OurLists.ids(lists.page(TWO_FILTERS, null)).equals(lists.bare())) {
                throw new IllegalStateException("bare JDBC does not send the same statement");
            }
            if (!OurLists.ids(lists.page(NO_FILTER, half)).equals(lists.offset(jobs / 2))) {
                throw new IllegalStateException("the cursor does not lead to the same page as the OFFSET");
            }
            CallTimes filtered = CallTimes.alternating(calls, () -> lists.page(TWO_FILTERS, null), lists::bare);
            CallTimes far =
                    CallTimes.alternating(calls, () -> lists.page(NO_FILTER, half), () -> lists.page(NO_FILTER, null));
            CallTimes offset = CallTimes.alternating(
                    Math.max(OFFSET_CALLS_MIN, calls / 100),
                    () -> lists.page(NO_FILTER, half),
                    () -> lists.offset(jobs / 2));
            CallTimes counted = whileOthersCount(lists, calls);
            String page = String.format(Locale.ROOT, "page %,d by cursor", jobs / 2 / PAGE);
            return new Report(
                    "Long lists",
                    String.format(
                            Locale.ROOT,
                            "Pages of %d of %,d jobs of 1,000 agents, %,d calls of each kind, below HTTP: permission, cursor, query,"
                                    + " statement, rows. The one and the other alternate.",
                            PAGE,
                            jobs,
                            calls),
                    new Table(
                            CallTimes.HEADINGS,
                            List.of(
                                    filtered.row("two filters", "bare JDBC, same statement"),
                                    far.row(page, "page 1"),
                                    offset.row(page, String.format(Locale.ROOT, "OFFSET %,d", jobs / 2)),
                                    counted.row("page 1 while another connection counts", "that count"))),
                    List.of(
                            Ratio.atMost("two filters: ms of p99 over that of bare JDBC", filtered.p99Over(), 3),
                            Ratio.atMost("time of " + page + " / page 1", far.medianRatio(), 1.2),
                            Ratio.atMost(
                                    "longest page beside counts / one count",
                                    counted.longest() / counted.medianOther(),
                                    1),
                            Ratio.told("time of " + page + " / OFFSET", offset.medianRatio())),
                    List.of(
                            "The count beside the pages goes through all jobs, again and again: no page waits for one."));
        }
    }

    private static CallTimes whileOthersCount(OurLists lists, int calls) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService counting = Executors.newSingleThreadExecutor()) {
            Future<List<Double>> counts = counting.submit(() -> {
                List<Double> times = CallTimes.of(1, lists::countNothing);
                while (!done.get()) {
                    times.addAll(CallTimes.of(1, lists::countNothing));
                }
                return times;
            });
            List<Double> besides = CallTimes.of(calls, () -> lists.page(NO_FILTER, null));
            done.set(true);
            return new CallTimes(besides, counts.get());
        }
    }
}
