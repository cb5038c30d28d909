package io.wattline.servers;

import io.wattline.servers.process.FreePort;
import io.wattline.servers.process.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A copy of the repository's `mosquitto/` folder in which only the ports and paths are others: each `listener` is
/// on a free loopback port, and `/mosquitto/` is a temporary folder.
final class MosquittoConfiguration {

    private static final String SHIPPED_ROOT = "/mosquitto/";
    private static final Pattern LISTENER = Pattern.compile("(?m)^listener (\\d+)( \\S+)?$");

    private final Path root;
    private final Path file;
    private final Map<Integer, Integer> ports = new LinkedHashMap<>();

    private MosquittoConfiguration(Path root, Path file) {
        this.root = root;
        this.file = file;
    }

    /// Copies the folder below `root`, adds `lines` to the end of the configuration `name`, and puts the files of
    /// `secrets`, if there is such a folder, where the configuration looks for them.
    static MosquittoConfiguration copied(Path root, String name, List<String> lines, @Nullable Path secrets) {
        MosquittoConfiguration configuration =
                new MosquittoConfiguration(root, root.resolve("config").resolve(name));
        try {
            configuration.copy(Repository.root().resolve("mosquitto"));
            List<String> all = new ArrayList<>(Files.readAllLines(configuration.file));
            all.addAll(lines);
            Files.write(configuration.file, all);
            Files.createDirectories(root.resolve("data"));
            Files.createDirectories(root.resolve("secrets"));
            if (secrets != null) {
                copyFiles(secrets, root.resolve("secrets"));
            }
            configuration.handOver();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy the broker's configuration", e);
        }
        return configuration;
    }

    Path file() {
        return file;
    }

    int firstPort() {
        return ports.values().iterator().next();
    }

    int port(int shipped) {
        Integer port = ports.get(shipped);
        if (port == null) {
            throw new IllegalArgumentException("no listener " + shipped + " in " + file.getFileName());
        }
        return port;
    }

    Path path(String shipped) {
        return root.resolve(shipped.substring(SHIPPED_ROOT.length()));
    }

    /// Gives everything to the user that a broker started as root turns into.
    void handOver() throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return;
        }
        UserPrincipal user;
        GroupPrincipal group;
        try {
            UserPrincipalLookupService names = FileSystems.getDefault().getUserPrincipalLookupService();
            user = names.lookupPrincipalByName("mosquitto");
            group = names.lookupPrincipalByGroupName("mosquitto");
        } catch (UserPrincipalNotFoundException e) {
            return; // Without such a user the broker stays root.
        }
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.toList()) {
                PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
                view.setOwner(user);
                view.setGroup(group);
            }
        }
    }

    private static void copyFiles(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private void copy(Path shipped) throws IOException {
        Path target = root.resolve("config");
        try (Stream<Path> paths = Files.walk(shipped)) {
            for (Path path : paths.toList()) {
                Path copy = target.resolve(shipped.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(copy);
                } else {
                    Files.writeString(copy, rewritten(copy, Files.readString(path)));
                }
            }
        }
    }

    private String rewritten(Path copy, String text) {
        if (!copy.toString().endsWith(".conf")) {
            return text;
        }
        String moved = text.replace(" " + SHIPPED_ROOT, " " + root + "/");
        return copy.equals(file) ? LISTENER.matcher(moved).replaceAll(this::freeListener) : moved;
    }

    private String freeListener(MatchResult listener) {
        int port = ports.computeIfAbsent(Integer.parseInt(listener.group(1)), shipped -> FreePort.next());
        return Matcher.quoteReplacement("listener " + port + " 127.0.0.1");
    }
}
