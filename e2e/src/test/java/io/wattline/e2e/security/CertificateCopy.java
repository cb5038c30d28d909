package io.wattline.e2e.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// A thief's copy of a certificate and its key.
final class CertificateCopy {

    private CertificateCopy() {}

    /// Copies both files into `folder` and returns their path without the endings.
    static Path of(Login login, Path folder) {
        Path original = Objects.requireNonNull(login.certificate());
        Path copy = folder.resolve("copy");
        try {
            Files.copy(Path.of(original + ".crt"), Path.of(copy + ".crt"));
            Files.copy(Path.of(original + ".key"), Path.of(copy + ".key"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return copy;
    }
}
