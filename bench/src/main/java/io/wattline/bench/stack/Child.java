package io.wattline.bench.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// A child process that writes what it prints to a file. Ended by [#close]: SIGTERM, after a while SIGKILL.
///
/// It inherits only the few variables that programs need to run at all, so no `DB_…` or `MQTT_…` of the caller's shell
/// reaches what is measured.
public final class Child implements AutoCloseable {

    private static final Set<String> INHERITED = Set.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR");
    private static final Duration END_LIMIT = Duration.ofMinutes(1);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);
    private static final int TOLD_LINES = 15;

    private final String name;
    private final Process process;
    private final Path log;

    private Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /// Starts a program that logs to `<folder>/<name>.log`.
    public static Child start(String name, Path folder, List<String> command, Map<String, String> environment) {
        Path log = folder.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return new Child(name, process, log);
        } catch (IOException e) {
            throw new BenchException(name + " could not be started: " + e.getMessage(), e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// What it printed so far.
    public String printed() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits for its end.
    ///
    /// @throws BenchException if it has not ended in time, or with another exit code than 0
    public void awaitSuccess(Duration timeout) {
        if (!endsWithin(timeout)) {
            throw failure("did not end within " + timeout);
        }
        if (process.exitValue() != 0) {
            throw failure("ended with exit code " + process.exitValue());
        }
    }

    /// SIGTERM, and waits for an orderly end.
    public void terminate() {
        process.destroy();
        if (!endsWithin(END_LIMIT)) {
            throw failure("did not end within " + END_LIMIT + " of SIGTERM");
        }
    }

    /// What to say when it did not do its part, with the newest lines that it printed.
    public BenchException failure(String what) {
        List<String> lines = printed().lines().toList();
        List<String> newest = lines.subList(Math.max(0, lines.size() - TOLD_LINES), lines.size());
        return new BenchException(name + ' ' + what + "; it printed:\n  " + String.join("\n  ", newest));
    }

    @Override
    public void close() {
        process.destroy();
        if (!endsWithin(CLOSE_LIMIT)) {
            process.destroyForcibly();
            boolean _ = endsWithin(CLOSE_LIMIT);
        }
    }

    private boolean endsWithin(Duration timeout) {
        try {
            return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted while waiting for " + name, e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
