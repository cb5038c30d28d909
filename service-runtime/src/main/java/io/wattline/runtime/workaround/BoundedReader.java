package io.wattline.runtime.workaround;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import java.util.function.Supplier;

/// Reads requests with a bound on what Helidon 4.4.0 reads without one: the line with a chunk's size, which may be
/// endless, and a chunk, which it holds in memory whole before it counts it.
///
/// Can go when Helidon bounds the line and counts a chunk before reading it.
// The constructor is to become private; a reader of another class will then have to be an interface.
@SuppressWarnings("removal")
final class BoundedReader extends DataReader {

    private static final int MAX_SIZE_LINE_BYTES = 256;

    private final int maxChunkBytes;

    BoundedReader(Supplier<byte[]> source, int maxChunkBytes) {
        super(source);
        this.maxChunkBytes = maxChunkBytes;
    }

    /// Helidon reads lines only around chunks.
    @Override
    public String readLine() {
        int length = lineLength();
        if (length == MAX_SIZE_LINE_BYTES) {
            throw refused(Status.BAD_REQUEST_400, "the line with the size of a chunk is too long");
        }
        String line = readAsciiString(length);
        skip(2);
        String size = line.split(";", 2)[0].strip();
        if (!size.matches("[0-9a-fA-F]{0,8}")) {
            throw refused(Status.BAD_REQUEST_400, "the size of a chunk is no hexadecimal number");
        }
        return size;
    }

    @Override
    public BufferData readBuffer(int length) {
        if (length > maxChunkBytes) {
            throw refused(Status.REQUEST_ENTITY_TOO_LARGE_413, "a chunk is longer than a body may be");
        }
        return super.readBuffer(length);
    }

    private int lineLength() {
        try {
            return findNewLine(MAX_SIZE_LINE_BYTES);
        } catch (IncorrectNewLineException e) {
            throw refused(Status.BAD_REQUEST_400, "a line around a chunk does not end in CRLF");
        }
    }

    private static RequestException refused(Status status, String message) {
        return RequestException.builder()
                .type(DirectHandler.EventType.BAD_REQUEST)
                .status(status)
                .message(message)
                .setKeepAlive(false)
                .build();
    }
}
