package io.wattline.servers;

import io.wattline.servers.process.Requirement;
import io.wattline.servers.process.TemporaryFolder;
import io.zonky.test.db.postgres.util.ArchUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/// The programs of the embedded PostgreSQL, unpacked once for each version and user into the system's temporary folder.
final class PostgresBinaries {

    private static final Set<PosixFilePermission> EXECUTABLE = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Path UNPACKED = unpack();

    private PostgresBinaries() {}

    /// The folder with `bin`, `lib` and `share`.
    static Path unpacked() {
        return UNPACKED;
    }

    private static Path unpack() {
        try {
            byte[] archive = archive();
            String user = System.getProperty("user.name");
            Path target = Path.of(
                    System.getProperty("java.io.tmpdir"), "wattline-postgresql-" + digest(archive) + "-" + user);
            if (!Files.isDirectory(target)) {
                unpackInto(target, archive);
            }
            if (!Files.getOwner(target).getName().equals(user)) {
                throw new IOException(target + " belongs to another user: remove it");
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack the embedded PostgreSQL", e);
        }
    }

    /// The archive of this platform from the first jar on the class path that has it.
    private static byte[] archive() throws IOException {
        String system = System.getProperty("os.name").startsWith("Mac") ? "darwin" : "linux";
        String machine = ArchUtils.normalize(System.getProperty("os.arch"));
        String name = "/postgres-" + system + "-" + machine + ".txz";
        try (InputStream in = EmbeddedPostgres.class.getResourceAsStream(name)) {
            if (in == null) {
                throw Requirement.missing("no embedded PostgreSQL on the class path: " + name);
            }
            return in.readAllBytes();
        }
    }

    private static void unpackInto(Path target, byte[] archive) throws IOException {
        Files.createDirectories(target.getParent());
        Path work = Files.createTempDirectory(target.getParent(), "postgresql-");
        Files.setPosixFilePermissions(work, EXECUTABLE);
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZCompressorInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpackEntry(work, entry, tar);
            }
        }
        try {
            Files.move(work, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // Another JVM may have been first; its folder is as good.
            new TemporaryFolder(work).close();
            if (!Files.isDirectory(target)) {
                throw e;
            }
        }
    }

    private static void unpackEntry(Path folder, TarArchiveEntry entry, InputStream content) throws IOException {
        Path path = folder.resolve(entry.getName()).normalize();
        if (!path.startsWith(folder)) {
            throw new IOException("the archive reaches outside its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, path);
        if ((entry.getMode() & 0100) != 0) {
            Files.setPosixFilePermissions(path, EXECUTABLE);
        }
    }

    private static String digest(byte[] archive) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
