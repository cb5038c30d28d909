package io.wattline.sim.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Files with credentials, read whole. What is in them never gets into a message.
final class SmallFile {

    /// Room for the logins of 100,000 devices.
    private static final int MAX_BYTES = 16 << 20;

    private SmallFile() {}

    /// @throws SettingsFault if the file cannot be read, or has more than 16 MiB
    static byte[] read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new SettingsFault(file + ": larger than 16 MiB; is it the right file?", null);
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new SettingsFault(file + ": no such file", e);
        } catch (AccessDeniedException e) {
            throw new SettingsFault(file + ": permission denied", e);
        } catch (IOException e) {
            throw new SettingsFault(file + ": cannot be read", e);
        }
    }
}
