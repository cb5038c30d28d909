package io.wattline.servers.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/// A running child process with its output. Ended, the hard way if need be, by [#close] and at the latest when the
/// JVM exits.
///
/// A secret that the process was given and that is in its output or on its command line fails the test that sees the
/// process end: see [#requireSecretsKept].
///
/// Methods may be called from any thread.
public final class ChildProcess implements AutoCloseable {

    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);
    private static final Set<ChildProcess> RUNNING = ConcurrentHashMap.newKeySet();
    private static volatile boolean endedInOrder;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ChildProcess::endAll, "end-child-processes"));
    }

    private final String name;
    private final Process process;
    private final ProcessOutput output;
    private final Secrets secrets;
    private final AtomicBoolean judged = new AtomicBoolean();

    private ChildProcess(String name, Process process, ProcessOutput output, Secrets secrets) {
        this.name = name;
        this.process = process;
        this.output = output;
        this.secrets = secrets;
    }

    /// Starts what `launch` describes.
    ///
    /// @throws UncheckedIOException if the program cannot be started
    public static ChildProcess start(Launch launch) {
        Secrets secrets = Secrets.givenBy(launch);
        secrets.requireAbsent("the command of " + launch.name(), String.join(" ", launch.command()));
        try {
            Files.createDirectories(launch.directory());
            Process process = launch.toBuilder().start();
            process.getOutputStream().close();
            Path log = launch.directory().resolve(launch.name() + ".log");
            ProcessOutput output = ProcessOutput.of(launch.name(), process.getInputStream(), log);
            ChildProcess child = new ChildProcess(launch.name(), process, output, secrets);
            RUNNING.add(child);
            var _ = process.onExit().thenRun(() -> RUNNING.remove(child));
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + launch.command(), e);
        }
    }

    /// Says that the caller closes every process in a shutdown hook of its own, in its own order: none is ended behind
    /// its back.
    public static void endInOrder() {
        endedInOrder = true;
    }

    private static void endAll() {
        if (!endedInOrder) {
            RUNNING.forEach(ChildProcess::destroyTree);
        }
    }

    /// Runs a program to its end and returns what it printed; fails unless it exits with 0 within `timeout`.
    public static String run(Launch launch, Duration timeout) {
        try (ChildProcess child = start(launch)) {
            int code = child.exitCode(timeout);
            String printed = child.output.newestLines(Integer.MAX_VALUE);
            if (code != 0) {
                throw new IllegalStateException(launch.command() + " exited with " + code + ":\n" + printed);
            }
            return printed;
        }
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    /// For what this class does not offer, such as the descendants.
    public ProcessHandle handle() {
        return process.toHandle();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public ProcessOutput output() {
        return output;
    }

    /// See [ProcessOutput#awaitLine].
    public Matcher awaitLine(String regex, Duration timeout) {
        return output.awaitLine(regex, timeout);
    }

    public void signal(Signal signal) {
        signal.sendTo(pid());
    }

    /// The exit code; 128 + the signal's number if a signal ended it. Waits up to `timeout` and fails, with the newest
    /// lines, if the process is still running then.
    public int exitCode(Duration timeout) {
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ProcessFailure(name + " (" + pid() + ") still runs after " + timeout + "; its newest lines:\n"
                        + output.newestLines(40));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + name + " to exit", e);
        }
        output.awaitEnd(KILL_TIMEOUT);
        judge();
        return process.exitValue();
    }

    /// The exit code if it has ended.
    public OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /// The memory that the process holds resident now, in bytes. Linux only.
    ///
    /// @throws IllegalStateException if the process has ended
    public long rssBytes() {
        try (var lines = Files.lines(Path.of("/proc/" + pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(name + " has ended"));
        } catch (IOException e) {
            throw new IllegalStateException(name + " has ended, or /proc is not there", e);
        }
    }

    /// The processor time used so far, user and system.
    public Duration cpuTime() {
        return process.info().totalCpuDuration().orElseThrow(() -> new IllegalStateException(name + " has ended"));
    }

    /// Kills the process and its descendants if they still run, and waits until they are gone.
    @Override
    public void close() {
        List<ProcessHandle> tree = destroyTree();
        for (ProcessHandle handle : tree) {
            awaitGone(handle);
        }
        output.awaitEnd(KILL_TIMEOUT);
        judge();
    }

    /// Once, when all that it ever printed is there.
    private void judge() {
        if (judged.compareAndSet(false, true)) {
            requireSecretsKept();
        }
    }

    /// Fails if a password or a key that the process was given is in what it printed so far, or in the list of
    /// processes.
    public void requireSecretsKept() {
        secrets.requireAbsent("the output of " + name, output.text());
        secrets.requireAbsent("the list of processes, of " + name, commandLines());
    }

    /// Fails if a password or a key that the process was given is in a text that it gave away.
    public void requireNoSecretIn(String where, String text) {
        secrets.requireAbsent(where + " of " + name, text);
    }

    /// As every user of the machine can see them, of the process and its children; empty once it has ended.
    private String commandLines() {
        StringBuilder all = new StringBuilder();
        Stream.concat(Stream.of(handle()), process.descendants()).forEach(each -> {
            try {
                all.append(Files.readString(Path.of("/proc/" + each.pid() + "/cmdline"), StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                // It has ended meanwhile.
            }
        });
        return all.toString();
    }

    private List<ProcessHandle> destroyTree() {
        // The children first have to be known: once the parent is gone they have no known parent.
        List<ProcessHandle> tree =
                Stream.concat(Stream.of(handle()), process.descendants()).toList();
        tree.forEach(ProcessHandle::destroyForcibly);
        return tree;
    }

    private void awaitGone(ProcessHandle handle) {
        try {
            handle.onExit().get(KILL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("process " + handle.pid() + " of " + name + " survived SIGKILL", e);
        }
    }
}
