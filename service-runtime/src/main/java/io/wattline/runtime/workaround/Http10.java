package io.wattline.runtime.workaround;

import io.helidon.common.buffers.DataReader;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The bytes of a connection, in which the head of a first request in HTTP/1.0 is written as HTTP/1.1 with
/// `Connection: close`, and with a `Host` where it has none: nginx's plain `proxy_pass` and HAProxy's `httpchk` speak
/// HTTP/1.0.
///
/// Helidon 4.4.0 answers HTTP/1.0 with 505. Can go when it serves it. Used by the connection's thread only.
final class Http10 implements Supplier<byte[]> {

    private static final String OLD = " HTTP/1.0";
    private static final String NEW = " HTTP/1.1";
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final DataReader source;
    private final int maxHeadBytes;
    private boolean begun;

    /// @param maxHeadBytes how much of a head is looked at; a longer one stays as it is and is refused
    Http10(DataReader source, int maxHeadBytes) {
        this.source = source;
        this.maxHeadBytes = maxHeadBytes;
    }

    @Override
    public byte[] get() {
        if (begun) {
            return next();
        }
        begun = true;
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        if (!contains("\r\n", first) || !requestLine(first).endsWith(OLD) || !contains(END_OF_HEAD, first)) {
            return first.toByteArray();
        }
        return rewritten(first);
    }

    private byte[] next() {
        source.ensureAvailable();
        return source.readBytes(source.available());
    }

    // Reads on until it does; false if the head is too long for it.
    private boolean contains(String wanted, ByteArrayOutputStream read) {
        while (text(read).indexOf(wanted) < 0) {
            if (read.size() > maxHeadBytes) {
                return false;
            }
            read.writeBytes(next());
        }
        return true;
    }

    private static String requestLine(ByteArrayOutputStream read) {
        String text = text(read);
        return text.substring(0, text.indexOf("\r\n"));
    }

    private static byte[] rewritten(ByteArrayOutputStream read) {
        byte[] bytes = read.toByteArray();
        int end = text(read).indexOf(END_OF_HEAD);
        String[] lines = text(read).substring(0, end).split("\r\n", -1);
        boolean hasHost = Arrays.stream(lines).anyMatch(line -> isHeader(line, "host"));
        String head = Stream.concat(
                        Stream.of(
                                lines[0].substring(0, lines[0].length() - OLD.length()) + NEW,
                                "Connection: close",
                                hasHost ? "" : "Host: localhost"),
                        Arrays.stream(lines, 1, lines.length).filter(line -> !isHeader(line, "connection")))
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\r\n"));
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        written.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        written.write(bytes, end, bytes.length - end);
        return written.toByteArray();
    }

    private static boolean isHeader(String line, String name) {
        return line.toLowerCase(Locale.ROOT).startsWith(name + ":");
    }

    private static String text(ByteArrayOutputStream read) {
        return read.toString(StandardCharsets.ISO_8859_1);
    }
}
