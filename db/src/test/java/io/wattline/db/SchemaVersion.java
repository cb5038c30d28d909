package io.wattline.db;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationVersion;

/// What the tests expect of a migrated database, as the folder of migrations says it.
public final class SchemaVersion {

    private static final List<MigrationVersion> ALL = all();

    /// How many migrations there are.
    public static final int COUNT = ALL.size();

    /// The version of the newest.
    public static final String NEWEST = ALL.getLast().getVersion();

    private SchemaVersion() {}

    private static List<MigrationVersion> all() {
        try {
            URI first = Objects.requireNonNull(Migrations.class.getResource("migration/V1__history.sql"))
                    .toURI();
            if (first.getScheme().equals("file")) {
                return versions(Path.of(first));
            }
            try (FileSystem jar = FileSystems.newFileSystem(first, Map.of())) {
                return versions(jar.provider().getPath(first));
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("the migrations cannot be listed", e);
        }
    }

    private static List<MigrationVersion> versions(Path oneOfThem) throws IOException {
        try (Stream<Path> files = Files.list(Objects.requireNonNull(oneOfThem.getParent()))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.startsWith("V"))
                    .map(name -> MigrationVersion.fromVersion(name.substring(1, name.indexOf("__"))))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
    }
}
