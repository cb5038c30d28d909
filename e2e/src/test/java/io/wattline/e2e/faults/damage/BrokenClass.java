package io.wattline.e2e.faults.damage;

import io.wattline.servers.process.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A class of a JVM that cannot be loaded, so that the thread that is the first to need it gets an Error: no code under
/// test knows of it, and nothing is attached to the process as it ends.
public final class BrokenClass implements AutoCloseable {

    private final TemporaryFolder folder;
    private final Path file;

    private BrokenClass(TemporaryFolder folder, Path file) {
        this.folder = folder;
        this.file = file;
    }

    /// To be given to a JVM with [#environment] before it needs the class.
    public static BrokenClass of(String className) throws IOException {
        TemporaryFolder folder = TemporaryFolder.create("broken");
        Path file = folder.path().resolve(className.replace('.', '/') + ".class");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "no class file");
        return new BrokenClass(folder, file);
    }

    /// Puts it before the application's own of that name.
    public Map<String, String> environment() {
        return Map.of("JAVA_TOOL_OPTIONS", "-Xbootclasspath/a:" + folder.path());
    }

    /// From the next start on the class is the application's again.
    public void mend() throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void close() {
        folder.close();
    }
}
