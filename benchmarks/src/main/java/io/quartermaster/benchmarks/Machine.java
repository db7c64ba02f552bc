package io.quartermaster.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/** What a figure was measured on. */
final class Machine {
    private Machine() {}

    static String words() {
        return String.format(
                Locale.ROOT,
                "%d processors, load %.1f",
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
}
