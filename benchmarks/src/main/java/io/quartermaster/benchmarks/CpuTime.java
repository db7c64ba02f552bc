package io.quartermaster.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The processor time of processes and of all that they have started, ended ones too. It is read from {@code /proc}, so
 * it is zero where that is missing.
 */
final class CpuTime {
    /** Of {@code /proc/PID/stat}: user, system, and the same of children that have ended; after the name, from 0. */
    private static final int USER = 11;

    private static final int FIELDS = 4;

    /** A second, in the unit of {@code /proc}; the same on every Linux. */
    private static final double TICKS = 100;

    private final List<Long> roots;

    private CpuTime(List<Long> roots) {
        this.roots = roots;
    }

    /** This process, and with it the PostgreSQL that it has started. */
    static CpuTime ofThisProcess() {
        return of(ProcessHandle.current().pid());
    }

    static CpuTime of(long... pids) {
        return new CpuTime(LongStream.of(pids).boxed().toList());
    }

    double seconds() {
        return roots.stream()
                        .flatMap(pid -> ProcessHandle.of(pid).stream())
                        .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                        .map(ProcessHandle::pid)
                        .distinct()
                        .mapToLong(CpuTime::ticks)
                        .sum()
                / TICKS;
    }

    private static long ticks(long pid) {
        try {
            String line = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            // The name stands in parentheses and may hold anything.
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
            return Arrays.stream(fields, USER, USER + FIELDS)
                    .mapToLong(Long::parseLong)
                    .sum();
        } catch (IOException e) {
            // It has ended meanwhile: its parent has its time.
            return 0;
        }
    }
}
