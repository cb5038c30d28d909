package io.wattline.bench.measure;

import java.util.List;

/// The processor time in a line of `/proc/PID/stat` (proc(5)), in clock ticks of 10 ms.
///
/// @param own user and system time of the process
/// @param ended that of its children that have ended and were waited for
record ProcStat(long own, long ended) {

    // The ABI fixes USER_HZ at 100, whatever the kernel itself counts with.
    static final double TICKS_PER_SECOND = 100;

    private static final int UTIME = 11;

    /// Reads the line. The name in the second field may hold blanks and parentheses, so the last one ends it.
    ///
    /// @throws IllegalArgumentException if it is not of that form
    static ProcStat parse(String line) {
        int end = line.lastIndexOf(')');
        List<String> fields =
                end < 0 ? List.of() : List.of(line.substring(end + 1).strip().split(" ", -1));
        if (fields.size() < UTIME + 4) {
            throw new IllegalArgumentException("not a line of /proc/PID/stat: " + line);
        }
        return new ProcStat(
                ticks(fields, UTIME) + ticks(fields, UTIME + 1), ticks(fields, UTIME + 2) + ticks(fields, UTIME + 3));
    }

    private static long ticks(List<String> fields, int index) {
        return Long.parseLong(fields.get(index));
    }
}
