package io.wattline.e2e.security;

import io.wattline.servers.MosquittoServer;
import io.wattline.servers.process.ChildProcess;
import io.wattline.servers.process.Launch;
import io.wattline.servers.process.Repository;
import io.wattline.servers.process.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A broker with a configuration as shipped, on secrets that the shipped scripts made.
final class SecuredFleet implements AutoCloseable {

    private static final int DEVICES = 8883;
    private static final int INTERNAL = 8884;
    private static final Duration SCRIPT_TIMEOUT = Duration.ofSeconds(60);

    private final TemporaryFolder folder;
    private final MosquittoServer broker;
    private final Map<String, String> passwords = new LinkedHashMap<>();

    private SecuredFleet(TemporaryFolder folder, MosquittoServer broker) {
        this.folder = folder;
        this.broker = broker;
    }

    /// Devices with passwords.
    static SecuredFleet create() {
        return create("mosquitto.conf", "localhost 127.0.0.1");
    }

    /// The same with a broker whose certificate is for other names than the one it is reached by.
    static SecuredFleet createNamed(String names) {
        return create("mosquitto.conf", names);
    }

    /// Devices with certificates.
    static SecuredFleet createWithCertificates() {
        return create("certificates.conf", "localhost 127.0.0.1");
    }

    private static SecuredFleet create(String configuration, String names) {
        TemporaryFolder folder = TemporaryFolder.create("fleet");
        try {
            Launch generate = script(folder, "generate-secrets", folder.path().toString());
            ChildProcess.run(generate.with(Map.of("BROKER_NAMES", names)), SCRIPT_TIMEOUT);
            Path secrets = folder.path().resolve("broker");
            return new SecuredFleet(folder, MosquittoServer.createSecured(configuration, secrets));
        } catch (RuntimeException | Error e) {
            folder.close();
            throw e;
        }
    }

    MosquittoServer broker() {
        return broker;
    }

    int devicePort() {
        return broker.port(DEVICES);
    }

    int internalPort() {
        return broker.port(INTERNAL);
    }

    /// What devices trust.
    Path ca() {
        return folder.path().resolve("operator/fleet-ca.crt");
    }

    /// A secret of a reader, as compose mounts it for that reader at `/run/wattline`.
    Path secret(String reader, String name) {
        return folder.path().resolve(reader).resolve(name);
    }

    /// What compose sets for the ingestor about the broker, with the port and the paths of this fleet.
    Map<String, String> ingestorEnvironment() {
        Map<String, String> environment = new TreeMap<>();
        ComposeFile.environment("ingestor").forEach((key, value) -> {
            if (key.startsWith("MQTT_")) {
                String here = value.replace("//mosquitto:" + INTERNAL, "//localhost:" + internalPort());
                environment.put(
                        key,
                        here.replace("/run/wattline", secret("ingestor", "").toString()));
            }
        });
        return environment;
    }

    /// Gives devices a password, and has the broker know it.
    void provision(String... ids) {
        provisionDevice("add", ids);
        broker.reload();
    }

    /// Gives a gateway a password.
    void provisionGateway(String name) {
        provisionDevice("add", "--gateway", name);
        broker.reload();
    }

    /// Takes the password away.
    void revoke(String id) {
        provisionDevice("revoke", id);
        broker.reload();
    }

    private void provisionDevice(String command, String... arguments) {
        String secrets = broker.path("/mosquitto/secrets").toString();
        String[] all = Stream.concat(Stream.of("--dir", secrets, command), Stream.of(arguments))
                .toArray(String[]::new);
        String printed = ChildProcess.run(script(folder, "provision-device", all), SCRIPT_TIMEOUT);
        printed.lines().map(line -> line.split(":", 2)).forEach(login -> passwords.put(login[0], login[1]));
    }

    /// Runs `make-certs` on the fleet's authorities; returns the folder with them.
    Path makeCerts(String... arguments) {
        Path authorities = folder.path().resolve("authorities");
        String[] all = Stream.concat(Stream.of("--dir", authorities.toString()), Stream.of(arguments))
                .toArray(String[]::new);
        ChildProcess.run(script(folder, "make-certs", all), SCRIPT_TIMEOUT);
        return authorities;
    }

    /// The certificate of a device, made on the first call.
    Login certificateOf(String id) {
        return Login.certificate(makeCerts("device", id).resolve("devices").resolve(id));
    }

    /// Puts a device's certificate on the revocation list, and has the broker know it.
    void revokeCertificate(String id) {
        Path list = makeCerts("revoke", id).resolve("fleet-ca.crl");
        try {
            // The content only: the file stays the broker's.
            Files.write(broker.path("/mosquitto/secrets/fleet-ca.crl"), Files.readAllBytes(list));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        broker.reload();
    }

    /// The login of a provisioned device or gateway.
    Login login(String id) {
        String password = passwords.get(id);
        if (password == null) {
            throw new IllegalArgumentException(id + " is not provisioned");
        }
        return Login.password(id, password);
    }

    /// The ingestors' own login: certificate and password.
    Login ingestorLogin() {
        try {
            String password =
                    Files.readString(secret("ingestor", "mqtt-password")).strip();
            return Login.password("_ingestor", password).with(secret("ingestor", "mqtt-client"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Connects a provisioned device, or gateway, to the devices' listener.
    Peer connect(String id) {
        return connect(login(id));
    }

    /// Connects to the devices' listener with anything.
    Peer connect(Login login) {
        return Peer.connect(devicePort(), ca(), login);
    }

    /// Connects to the ingestors' listener with anything.
    Peer connectInternally(Login login) {
        return Peer.connect(internalPort(), ca(), login);
    }

    private static Launch script(TemporaryFolder folder, String name, String... arguments) {
        Path script = Repository.root().resolve("mosquitto").resolve(name);
        List<String> command = Stream.concat(Stream.of(script.toString()), Stream.of(arguments))
                .toList();
        return new Launch(name, command, Map.of(), folder.path().resolve("logs"));
    }

    @Override
    public void close() {
        broker.close();
        folder.close();
    }
}
