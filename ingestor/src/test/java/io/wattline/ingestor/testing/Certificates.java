package io.wattline.ingestor.testing;

import java.nio.file.Path;

/// Keys and certificates made with `openssl` in a folder, for two days.
public final class Certificates {

    private final Path folder;

    public Certificates(Path folder) {
        this.folder = folder;
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    /// Makes `name.key` and `name.crt`, a certificate authority.
    public Certificates authority(String name) {
        request(name, "-x509", "-days", "2");
        return this;
    }

    /// Makes `name.key` and `name.crt`, signed by an authority made before.
    ///
    /// @param alternativeName such as `IP:127.0.0.1`
    public Certificates signed(String name, String authority, String alternativeName) {
        request(
                name,
                "-x509",
                "-days",
                "2",
                "-CA",
                authority + ".crt",
                "-CAkey",
                authority + ".key",
                "-addext",
                "subjectAltName=" + alternativeName,
                "-addext",
                "basicConstraints=critical,CA:FALSE");
        return this;
    }

    /// Runs `openssl` in the folder.
    public Certificates openssl(String... arguments) {
        Program.run(folder, "openssl", arguments);
        return this;
    }

    private void request(String name, String... more) {
        String[] fixed = {
            "req",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-keyout",
            name + ".key",
            "-out",
            name + ".crt",
            "-subj",
            "/CN=" + name
        };
        String[] all = new String[fixed.length + more.length];
        System.arraycopy(fixed, 0, all, 0, fixed.length);
        System.arraycopy(more, 0, all, fixed.length, more.length);
        openssl(all);
    }
}
