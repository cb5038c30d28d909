package io.wattline.servers.process;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a child process printed: the whole of it in a file of at most 16 MiB, the last 2,000 lines in memory.
///
/// A thread of its own reads until the process closes its output, so that the process is never held up by a full
/// pipe. Waiting is like reading a book: [#awaitLine] continues after the line it returned last.
public final class ProcessOutput {

    private static final long MAX_FILE_CHARS = 16L * 1024 * 1024;
    private static final int MAX_TAIL_LINES = 2_000;
    private static final int MAX_LINE_CHARS = 8_192;

    private final Path file;
    private final Thread reader;
    private final Deque<String> tail = new ArrayDeque<>();
    private long linesRead;
    private long cursor;
    private boolean ended;

    private ProcessOutput(String name, InputStream source, Path file) {
        this.file = file;
        this.reader = Thread.ofPlatform().daemon().name("output-" + name).unstarted(() -> read(source));
    }

    /// Starts to read `source`, appending to `file`.
    public static ProcessOutput of(String name, InputStream source, Path file) {
        ProcessOutput output = new ProcessOutput(name, source, file);
        output.reader.start();
        return output;
    }

    /// The file with everything printed, up to the limit.
    public Path file() {
        return file;
    }

    /// The first line after the one returned last that `regex` is found in; waits for it up to `timeout`, and fails
    /// with the newest lines if it does not come or the output ends first.
    public synchronized Matcher awaitLine(String regex, Duration timeout) {
        Pattern pattern = Pattern.compile(regex);
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            Optional<Matcher> found = scanFromCursor(pattern);
            if (found.isPresent()) {
                return found.get();
            }
            long left = deadline - System.nanoTime();
            if (ended || left <= 0) {
                throw new ProcessFailure("no line with /" + regex + "/ "
                        + (ended ? "before the output ended" : "within " + timeout) + "; the newest lines:\n"
                        + newestLines(40));
            }
            awaitChange(left);
        }
    }

    /// The lines still in memory that `regex` is found in, oldest first; does not move what [#awaitLine] sees next.
    public synchronized List<String> linesWith(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return tail.stream().filter(line -> pattern.matcher(line).find()).toList();
    }

    /// The last `count` lines, for messages.
    public synchronized String newestLines(int count) {
        return String.join(
                "\n", tail.stream().skip(Math.max(0, tail.size() - count)).toList());
    }

    /// Waits until the process closed its output, so that nothing is missing from the file.
    public void awaitEnd(Duration timeout) {
        try {
            reader.join(timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Matcher> scanFromCursor(Pattern pattern) {
        long index = linesRead - tail.size();
        for (String line : tail) {
            if (index++ < cursor) {
                continue;
            }
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                cursor = index;
                return Optional.of(matcher);
            }
        }
        return Optional.empty();
    }

    @SuppressWarnings("WaitNotInLoop") // The loop is the caller's.
    private void awaitChange(long nanos) {
        try {
            wait(nanos / 1_000_000 + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a line", e);
        }
    }

    private void read(InputStream source) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(source, StandardCharsets.UTF_8));
                BufferedWriter out = Files.newBufferedWriter(
                        file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            copy(in, out);
        } catch (IOException e) {
            // A killed process may take its pipe with it; what was read until then is kept.
            append("(output ended: " + e.getMessage() + ")");
        } finally {
            end();
        }
    }

    private void copy(BufferedReader in, BufferedWriter out) throws IOException {
        long written = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String kept = line.length() > MAX_LINE_CHARS ? line.substring(0, MAX_LINE_CHARS) + " (cut)" : line;
            if (written < MAX_FILE_CHARS) {
                written += kept.length() + 1;
                out.write(kept);
                out.write('\n');
                if (written >= MAX_FILE_CHARS) {
                    out.write("(the file ends here: its limit is " + MAX_FILE_CHARS + " characters)\n");
                }
                out.flush();
            }
            append(kept);
        }
    }

    private synchronized void append(String line) {
        tail.addLast(line);
        linesRead++;
        if (tail.size() > MAX_TAIL_LINES) {
            tail.removeFirst();
        }
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /// The file's content, for assertions about what never must be printed.
    public String text() {
        try {
            // Of a process that has just started, or whose folder is gone.
            if (Files.notExists(file)) {
                return "";
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
