package io.wattline.servers;

import io.wattline.servers.process.Programs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Keys and certificates made with `openssl` in a folder, for two days: `NAME.key` (PKCS #8) and `NAME.crt`.
///
/// @param folder where everything is written
public record Certificates(Path folder) {

    private static final List<String> EC = List.of("ec", "-pkeyopt", "ec_paramgen_curve:prime256v1");

    /// A file in the folder.
    public Path file(String name) {
        return folder.resolve(name);
    }

    /// Makes a certificate authority.
    public Certificates authority(String name) {
        return made(name, EC, List.of());
    }

    /// Makes a certificate signed by an authority made before.
    ///
    /// @param alternativeName such as `IP:127.0.0.1`
    public Certificates signed(String name, String authority, String alternativeName) {
        return made(
                name,
                EC,
                List.of(
                        "-CA",
                        authority + ".crt",
                        "-CAkey",
                        authority + ".key",
                        "-addext",
                        "subjectAltName=" + alternativeName,
                        "-addext",
                        "basicConstraints=critical,CA:FALSE"));
    }

    /// Makes a certificate that signs itself.
    ///
    /// @param algorithm `RSA` or `EC`
    public Certificates selfSigned(String name, String algorithm, String alternativeName) {
        List<String> key = algorithm.equals("RSA") ? List.of("rsa:2048") : EC;
        return made(name, key, List.of("-addext", "subjectAltName=" + alternativeName));
    }

    /// Runs `openssl` in the folder.
    public Certificates openssl(String... arguments) {
        Programs.run(folder, "openssl", arguments);
        return this;
    }

    private Certificates made(String name, List<String> key, List<String> more) {
        List<String> arguments =
                new ArrayList<>(List.of("req", "-x509", "-days", "2", "-nodes", "-subj", "/CN=" + name));
        arguments.add("-newkey");
        arguments.addAll(key);
        arguments.addAll(List.of("-keyout", name + ".key", "-out", name + ".crt"));
        arguments.addAll(more);
        return openssl(arguments.toArray(String[]::new));
    }
}
