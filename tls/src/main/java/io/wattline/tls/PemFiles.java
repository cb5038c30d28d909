package io.wattline.tls;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The texts of the files, equal if they are the same.
record PemFiles(
        @Nullable PemFile authorities,
        @Nullable PemFile certificate,
        @Nullable PemFile key) {

    static PemFiles read(TlsFiles files) {
        return new PemFiles(read(files.authorities()), read(files.certificate()), read(files.key()));
    }

    private static @Nullable PemFile read(@Nullable Path path) {
        return path == null ? null : PemFile.read(path);
    }
}
