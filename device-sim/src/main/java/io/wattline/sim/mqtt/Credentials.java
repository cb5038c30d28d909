package io.wattline.sim.mqtt;

import io.wattline.settings.SecretFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Who the connections say they are. Passwords come from files, never from the command line, and are never
/// printed.
public sealed interface Credentials {

    /// No credentials: CONNECT without user name and password.
    Credentials NONE = new Anonymous();

    /// No user name and no password.
    record Anonymous() implements Credentials {}

    /// One line a connection: connection i uses line i.
    ///
    /// @param lines at least as many as there are connections
    record PerConnection(List<Login> lines) implements Credentials {
        public PerConnection {
            lines = List.copyOf(lines);
        }
    }

    /// One login for all connections.
    record Shared(Login login) implements Credentials {}

    /// A user name and its password.
    record Login(String username, String password) {
        @Override
        public String toString() {
            return "Login[" + username + ", password hidden]";
        }
    }

    /// One login; the password is what a file holds, see [SecretFile].
    ///
    /// @throws SettingsFault if the file cannot be read or is empty
    static Credentials shared(String username, Path passwordFile) {
        try {
            return new Shared(new Login(username, SecretFile.read(passwordFile).reveal()));
        } catch (IllegalArgumentException e) {
            throw new SettingsFault(passwordFile + ": the password file " + e.getMessage(), e);
        }
    }

    /// A login a connection, from a file with a line `username:password` each. A user name cannot hold a colon.
    ///
    /// @throws SettingsFault if the file cannot be read, or naming the line that is not of that form
    static Credentials perConnection(Path file) {
        List<Login> logins = new ArrayList<>();
        for (String line : lines(file)) {
            int colon = line.indexOf(':');
            if (colon < 1 || colon == line.length() - 1) {
                throw new SettingsFault(file + ": line " + (logins.size() + 1) + ": not username:password", null);
            }
            logins.add(new Login(line.substring(0, colon), line.substring(colon + 1)));
        }
        return new PerConnection(logins);
    }

    private static List<String> lines(Path file) {
        return new String(SmallFile.read(file), StandardCharsets.UTF_8).lines().toList();
    }
}
