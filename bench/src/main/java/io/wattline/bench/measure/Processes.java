package io.wattline.bench.measure;

import io.wattline.bench.stack.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// What Linux reports about a process and its children.
public final class Processes {

    private static final Path PROC = Path.of("/proc");
    private static final int TRIES = 20;
    private static final String PEAK = "VmHWM:";

    private Processes() {}

    /// Processor time, in seconds, of a process and all its descendants since they began, also of those that have
    /// ended.
    public static double cpuSeconds(long pid) {
        long ended = -1;
        long ticks = 0;
        // A child that ends while they are counted moves from its own account to its parent's: then count again.
        for (int tries = 0; tries < TRIES; tries++) {
            ProcStat root = stat(pid).orElseThrow(() -> gone(pid));
            if (root.ended() == ended) {
                break;
            }
            ended = root.ended();
            ticks = root.own() + root.ended() + childrenTicks(pid);
        }
        return ticks / ProcStat.TICKS_PER_SECOND;
    }

    private static long childrenTicks(long pid) {
        return children(pid).stream()
                .flatMap(child -> stat(child.pid()).stream())
                .mapToLong(stat -> stat.own() + stat.ended())
                .sum();
    }

    /// The most memory that a process has had resident so far, in bytes.
    public static long peakResidentBytes(long pid) {
        try (Stream<String> lines = Files.lines(PROC.resolve(Long.toString(pid)).resolve("status"))) {
            return peakResidentBytes(lines).orElseThrow(() -> gone(pid));
        } catch (IOException e) {
            throw new BenchException("the memory of process " + pid + " cannot be read: " + e.getMessage(), e);
        }
    }

    static OptionalLong peakResidentBytes(Stream<String> status) {
        return status.filter(line -> line.startsWith(PEAK))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst();
    }

    private static List<ProcessHandle> children(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .toList();
    }

    private static Optional<ProcStat> stat(long pid) {
        try {
            return Optional.of(ProcStat.parse(
                    Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"))));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static BenchException gone(long pid) {
        return new BenchException("process " + pid + " has ended, or this is no Linux: processor time and memory are"
                + " read from /proc");
    }
}
