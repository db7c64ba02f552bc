package io.quartermaster.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What figures were measured on. */
final class Machine {
    private static final double KIB_PER_GIB = 1024 * 1024;

    private Machine() {}

    static String words() {
        return String.format(
                Locale.ROOT,
                "%d processors%s, %s %s, JDK %s",
                Runtime.getRuntime().availableProcessors(),
                memory(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.version());
    }

    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String memory() {
        try {
            return Files.readString(Path.of("/proc/meminfo"))
                    .lines()
                    .filter(line -> line.startsWith("MemTotal:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .map(kib -> String.format(Locale.ROOT, ", %.0f GiB of memory", kib / KIB_PER_GIB))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
