package io.wattline.runtime.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// The settings that are files. Errors name the key: neither what the file holds, nor the path, since a secret
/// itself is easily given where its file belongs.
final class SettingsFiles {

    private static final long MAX_SECRET_BYTES = 65_536;

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
            if (Files.size(path) > MAX_SECRET_BYTES) {
                settings.reject(key + "_FILE", "names a file of more than " + MAX_SECRET_BYTES + " bytes");
                return Optional.empty();
            }
            String content = Files.readString(path).replaceFirst("\\R\\z", "");
            if (content.isBlank()) {
                settings.reject(key + "_FILE", "names an empty file");
                return Optional.empty();
            }
            return Optional.of(Secret.of(content));
        } catch (IOException e) {
            settings.reject(key + "_FILE", "names a file that could not be read as UTF-8 text");
            return Optional.empty();
        }
    }
}
