package io.wattline.runtime.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/// Bytes in gzip (RFC 1952).
final class Gzip {

    private static final int BUFFER_BYTES = 4_096;

    private Gzip() {}

    static byte[] of(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(BUFFER_BYTES);
        try (GZIPOutputStream out = new GZIPOutputStream(packed, BUFFER_BYTES)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return packed.toByteArray();
    }
}
