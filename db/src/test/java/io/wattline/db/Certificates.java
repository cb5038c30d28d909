package io.wattline.db;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// Makes certificates with the program `openssl`, in a folder of the caller's.
///
/// @param folder where everything is written
record Certificates(Path folder) {

    private static final String DAYS = "2";

    /// Skips the calling test where there is no openssl; fails it where `CI=true` says that there must be.
    static void require() {
        boolean there;
        try {
            there = new ProcessBuilder("openssl", "version").start().waitFor() == 0;
        } catch (IOException e) {
            there = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("openssl is not installed: install it to test TLS");
        }
        Assumptions.assumeTrue(there, "openssl is not installed: TLS to the database is not tested");
    }

    /// A certificate authority; returns its certificate.
    Path authority(String name) throws IOException {
        openssl(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                DAYS,
                "-subj",
                "/CN=" + name,
                "-keyout",
                file(name, "key"),
                "-out",
                file(name, "crt"));
        return folder.resolve(name + ".crt");
    }

    /// A server's key and certificate, `<name>.key` and `<name>.crt`.
    void server(String name, String authority, String subjectAlternativeName) throws IOException {
        openssl(
                "req",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-subj",
                "/CN=" + name,
                "-keyout",
                file(name, "key"),
                "-out",
                file(name, "csr"));
        Path extensions = Files.writeString(folder.resolve(name + ".ext"), "subjectAltName=" + subjectAlternativeName);
        openssl(
                "x509",
                "-req",
                "-in",
                file(name, "csr"),
                "-CA",
                file(authority, "crt"),
                "-CAkey",
                file(authority, "key"),
                "-CAcreateserial",
                "-days",
                DAYS,
                "-extfile",
                extensions.toString(),
                "-out",
                file(name, "crt"));
    }

    private String file(String name, String extension) {
        return folder.resolve(name + "." + extension).toString();
    }

    private void openssl(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("openssl.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(command + " failed: " + Files.readString(output, StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
