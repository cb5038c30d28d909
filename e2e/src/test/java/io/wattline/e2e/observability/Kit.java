package io.wattline.e2e.observability;

import io.wattline.servers.process.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The files of `observability/`.
final class Kit {

    private Kit() {}

    static Path folder() {
        return Repository.root().resolve("observability");
    }

    static String rules() {
        try {
            return Files.readString(folder().resolve("rules/wattline.yml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
