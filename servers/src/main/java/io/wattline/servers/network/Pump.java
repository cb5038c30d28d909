package io.wattline.servers.network;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Moves the bytes of one connection in one direction: a thread that reads, a queue of at most 1 MiB, a thread that
/// writes with the delay and the rate of the link.
///
/// Order is kept to the end: what ended the stream, an orderly end or a reset, travels behind the bytes before it and
/// is held with them, as it would be by a network that is down.
final class Pump {

    private static final int READ_BYTES = 16 * 1024;
    private static final int MAX_CHUNKS = 64;

    private sealed interface Item {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Chunk(byte[] bytes, long readNanos) implements Item {}

    private record End(boolean orderly) implements Item {}

    private final Link link;
    private final Connection connection;
    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(MAX_CHUNKS);
    private boolean discarding;

    Pump(Link link, Connection connection) {
        this.link = link;
        this.connection = connection;
    }

    /// Reads `source` until it ends; run by a thread of its own.
    void read(Socket source) {
        byte[] buffer = new byte[READ_BYTES];
        boolean orderly = true;
        try {
            var in = source.getInputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                queue.put(new Chunk(Arrays.copyOf(buffer, n), System.nanoTime()));
            }
        } catch (IOException e) {
            orderly = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        putUninterrupted(new End(orderly));
    }

    /// Writes to `target` what was read, until the end of it; run by a thread of its own. Returns false if the stream
    /// was reset.
    boolean write(Socket target) throws InterruptedException {
        while (true) {
            switch (queue.take()) {
                case Chunk chunk -> forward(chunk, target);
                case End end -> {
                    link.awaitOpen(connection::isCut);
                    return end.orderly() && shutdown(target);
                }
            }
        }
    }

    private void forward(Chunk chunk, Socket target) throws InterruptedException {
        if (discarding || connection.isCut()) {
            return;
        }
        LinkQuality quality = link.awaitOpen(connection::isCut);
        connection.pause(chunk.readNanos() + quality.delay().toNanos() - System.nanoTime());
        try {
            writeFragments(chunk.bytes(), target.getOutputStream());
        } catch (IOException e) {
            // The target is gone. Its side of the connection says so to the source, in the other direction's time.
            discarding = true;
        }
    }

    private void writeFragments(byte[] bytes, OutputStream out) throws IOException, InterruptedException {
        int offset = 0;
        while (offset < bytes.length && !connection.isCut()) {
            LinkQuality quality = link.awaitOpen(connection::isCut);
            int length = Math.min(quality.writeBytes(), bytes.length - offset);
            out.write(bytes, offset, length);
            link.count(length);
            offset += length;
            connection.pause(quality.nanosFor(length));
        }
    }

    private static boolean shutdown(Socket target) {
        try {
            target.shutdownOutput();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void putUninterrupted(Item item) {
        try {
            queue.put(item);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
