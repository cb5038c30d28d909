package io.wattline.bench.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Facts of the machine that a figure is worth nothing without.
public final class Machine {

    private Machine() {}

    /// Processor, cores, memory, kernel.
    public static String hardware() {
        return "%s, %d cores, %d GiB, %s %s"
                .formatted(
                        value(Path.of("/proc/cpuinfo"), "model name"),
                        Runtime.getRuntime().availableProcessors(),
                        memoryGiB(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"));
    }

    /// The kind of file system that the data lies on: on `tmpfs` a durable write costs nothing.
    public static String fileSystem(Path path) {
        try {
            return Files.getFileStore(path).type();
        } catch (IOException _) {
            return "unknown";
        }
    }

    /// The commit of the repository, with a remark if there are changes besides.
    public static String commit(Path root) {
        String commit = git(root, "rev-parse", "--short=12", "HEAD");
        return git(root, "status", "--porcelain").isEmpty() ? commit : commit + " with local changes";
    }

    private static long memoryGiB() {
        String kib = value(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", "");
        return kib.isEmpty() ? 0 : Long.parseLong(kib) >> 20;
    }

    private static String value(Path file, String key) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException _) {
            return "unknown";
        }
    }

    private static String git(Path root, String... arguments) {
        String[] command = Stream.concat(Stream.of("git", "-C", root.toString()), Stream.of(arguments))
                .toArray(String[]::new);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 ? printed : "unknown";
        } catch (IOException _) {
            return "unknown";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }
}
