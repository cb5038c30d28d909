package io.wattline.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// The one reader of files that hold a single password or key, so that every program reads the same secret from the
/// same file.
public final class SecretFile {

    /// The largest file that is read.
    public static final int MAX_BYTES = 65_536;

    private static final Pattern LAST_LINE_END = Pattern.compile("\\R\\z");

    private SecretFile() {}

    /// The whole content as UTF-8 text without one line end at its end. Blanks belong to the secret.
    ///
    /// @throws IllegalArgumentException if there is none; the message is the rest of a sentence that starts
    ///     with the file, and repeats neither its path nor its content
    public static Secret read(Path file) {
        String secret = LAST_LINE_END.matcher(text(bytes(file))).replaceFirst("");
        if (secret.isBlank()) {
            throw new IllegalArgumentException("is empty");
        }
        return Secret.of(secret);
    }

    private static byte[] bytes(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IllegalArgumentException("has more than " + MAX_BYTES + " bytes");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("does not exist", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("is not UTF-8 text", e);
        }
    }
}
