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

    private static final String EXPIRED = """
            set -e
            openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key"
            openssl req -new -key "$1.key" -subj "/CN=$1" -out "$1.request"
            printf 'extendedKeyUsage=clientAuth\\n' >"$1.extensions"
            : >"$1.index"
            echo 7777 >"$1.serial"
            printf '[ca]\\ndefault_ca=d\\n[d]\\ndatabase=%s.index\\nserial=%s.serial\\nnew_certs_dir=.\\npolicy=p\\n[p]\\ncommonName=supplied\\n' \\
                "$1" "$1" >"$1.cnf"
            openssl ca -batch -notext -config "$1.cnf" -md sha256 -cert "$2.crt" -keyfile "$2.key" \\
                -in "$1.request" -extfile "$1.extensions" -startdate 20200101000000Z -enddate 20200201000000Z -out "$1.crt"
            """;

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

    /// Makes a client certificate signed by an authority made before, valid throughout January 2020 only.
    public Certificates expired(String name, String authority) {
        Programs.run(folder, "sh", "-c", EXPIRED, "sh", name, authority);
        return this;
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
