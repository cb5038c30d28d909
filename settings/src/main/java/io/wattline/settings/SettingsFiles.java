package io.wattline.settings;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// The settings that are files. Errors name the key: neither what the file holds, nor the path, since a secret
/// itself is easily given where its file belongs.
final class SettingsFiles {

    private SettingsFiles() {}

    static Optional<Path> readable(Settings settings, String key, String text) {
        try {
            Path path = Path.of(text);
            if (Files.isRegularFile(path) && Files.isReadable(path)) {
                return Optional.of(path);
            }
        } catch (InvalidPathException e) {
            // Told below, like any other path that leads nowhere.
        }
        settings.reject(key, "names no file that this process may read");
        return Optional.empty();
    }

    static Optional<Secret> secret(Settings settings, String key, Path path) {
        try {
            return Optional.of(SecretFile.read(path));
        } catch (IllegalArgumentException e) {
            settings.reject(key + "_FILE", "names a file that " + e.getMessage());
            return Optional.empty();
        }
    }
}
