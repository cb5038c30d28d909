package io.wattline.e2e.security;

import io.wattline.servers.process.ChildProcess;
import io.wattline.servers.process.Launch;
import java.nio.file.Path;
import java.time.Duration;

/// A certificate of the right authority that was valid until yesterday; `make-certs` makes none such.
final class ExpiredCertificate {

    private static final String SCRIPT = """
            openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out expired.key &&
            openssl req -new -key expired.key -subj "/CN=$2" -out request &&
            printf 'extendedKeyUsage=clientAuth\\n' > extensions &&
            touch index && echo 7777 > serial &&
            printf '[ca]\\ndefault_ca=d\\n[d]\\ndatabase=index\\nserial=serial\\nnew_certs_dir=.\\npolicy=p\\n[p]\\ncommonName=supplied\\n' > cnf &&
            openssl ca -batch -notext -config cnf -md sha256 -cert "$1.crt" -keyfile "$1.key" -in request \\
                -extfile extensions -startdate 20200101000000Z -enddate 20200201000000Z -out expired.crt
            """;

    private ExpiredCertificate() {}

    /// Makes one for `name` in `folder`, signed by the authority at that path without `.crt` and `.key`; returns its
    /// path, likewise.
    static Path in(Path folder, Path authority, String name) {
        ChildProcess.run(
                Launch.program("expired", folder, "sh", "-c", SCRIPT, "sh", authority.toString(), name),
                Duration.ofSeconds(30));
        return folder.resolve("expired");
    }
}
