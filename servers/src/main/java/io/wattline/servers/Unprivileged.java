package io.wattline.servers;

import io.wattline.servers.process.ChildProcess;
import io.wattline.servers.process.Launch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How to run a program that refuses to run as root, as PostgreSQL does, when the tests run as root.
///
/// In a user namespace of its own the process is nobody to itself and still owns its files; where the kernel or the
/// container forbids that, it becomes the user `nobody`, to whom its files are given.
enum Unprivileged {
    /// The tests do not run as root: nothing to do.
    ALREADY,
    /// As nobody in particular, in a user namespace.
    NAMESPACE,
    /// As the user `nobody`.
    NOBODY;

    private List<String> prefix() {
        return switch (this) {
            case ALREADY -> List.of();
            case NAMESPACE -> List.of("unshare", "-U");
            case NOBODY -> List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups");
        };
    }

    /// The way that works here; `folder` then belongs to the user that the program runs as.
    static Unprivileged owning(Path folder) {
        Unprivileged way = !"root".equals(System.getProperty("user.name"))
                ? ALREADY
                : works(NAMESPACE, folder) ? NAMESPACE : NOBODY;
        way.own(folder);
        return way;
    }

    /// The command line: both programs replace themselves by what they start, so its process id is the child's.
    String[] command(String executable, List<String> arguments) {
        List<String> command = new ArrayList<>(prefix());
        command.add(executable);
        command.addAll(arguments);
        return command.toArray(String[]::new);
    }

    /// Gives a file or folder to the user that the program runs as.
    void own(Path path) {
        if (this != NOBODY) {
            return;
        }
        try {
            UserPrincipal nobody =
                    path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
            Files.setOwner(path, nobody);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot give " + path + " to nobody", e);
        }
    }

    private static boolean works(Unprivileged way, Path folder) {
        try {
            String shown = ChildProcess.run(
                    Launch.program("who-am-i", folder, way.command("id", List.of("-u"))), Duration.ofSeconds(10));
            return !shown.strip().equals("0");
        } catch (IllegalStateException | UncheckedIOException e) {
            return false;
        }
    }
}
