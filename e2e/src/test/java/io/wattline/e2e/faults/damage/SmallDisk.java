package io.wattline.e2e.faults.damage;

import io.wattline.e2e.faults.harness.Rig;
import io.wattline.servers.process.ChildProcess;
import io.wattline.servers.process.Launch;
import io.wattline.servers.process.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A file system of 64 MiB of its own under some tables, to be filled up. Needs the right to mount.
final class SmallDisk implements Disk {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Rig rig;
    private final List<String> tables;
    private final TemporaryFolder folder;

    private SmallDisk(Rig rig, List<String> tables, TemporaryFolder folder) {
        this.rig = rig;
        this.tables = List.copyOf(tables);
        this.folder = folder;
    }

    /// Moves the tables there; empty if this process may not mount.
    static Optional<SmallDisk> under(Rig rig, List<String> tables) throws IOException {
        TemporaryFolder folder = TemporaryFolder.create("small-disk");
        try {
            command(
                    "mount",
                    "-t",
                    "tmpfs",
                    "-o",
                    "size=64m",
                    "small-disk",
                    folder.path().toString());
        } catch (IllegalStateException e) {
            folder.close();
            return Optional.empty();
        }
        Path space = Files.createDirectory(folder.path().resolve("space"));
        Files.setOwner(space, Files.getOwner(rig.postgres().dataDirectory()));
        rig.sql().execute("CREATE TABLESPACE small LOCATION '" + space + "'");
        tables.forEach(table -> rig.sql().execute("ALTER TABLE " + table + " SET TABLESPACE small"));
        return Optional.of(new SmallDisk(rig, tables, folder));
    }

    @Override
    public void fill() {
        try (var out = Files.newOutputStream(filler())) {
            byte[] block = new byte[4096];
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            // No space left on device: what was to be reached.
            return;
        }
    }

    @Override
    public void free() throws IOException {
        Files.deleteIfExists(filler());
    }

    private Path filler() {
        return folder.path().resolve("filler");
    }

    @Override
    public void close() throws IOException {
        free();
        tables.forEach(table -> rig.sql().execute("ALTER TABLE " + table + " SET TABLESPACE pg_default"));
        rig.sql().execute("DROP TABLESPACE small");
        command("umount", folder.path().toString());
        folder.close();
    }

    private static void command(String... command) {
        try (TemporaryFolder log = TemporaryFolder.create(command[0])) {
            ChildProcess.run(Launch.program(command[0], log.path(), command), LIMIT);
        }
    }
}
