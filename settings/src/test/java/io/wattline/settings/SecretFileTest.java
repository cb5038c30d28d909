package io.wattline.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretFileTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {"s3cret>s3cret", "s3cret \\n>s3cret ", "s3cret\\r\\n>s3cret", " s\\n\\n> s\\n", "a\\nb\\n>a\\nb"})
    void dropsOneLineEndAtTheEnd(String content, String secret) throws IOException {
        assertThat(SecretFile.read(file(plain(content))).reveal()).isEqualTo(plain(secret));
    }

    @Test
    void refusesAnInvalidSecretWithoutShowingIt() throws IOException {
        assertRefused(file(" \n"), "is empty");
        assertRefused(file("canary".repeat(20_000)), "has more than 65536 bytes");
        assertRefused(folder.resolve("absent"), "does not exist");
        assertThatThrownBy(() -> SecretFile.read(folder)).hasMessageStartingWith("cannot be read: ");
        Path latin = Files.write(folder.resolve("latin"), "canary-ü".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(latin, "is not UTF-8 text");
    }

    private void assertRefused(Path file, String reason) {
        assertThatThrownBy(() -> SecretFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(reason);
    }

    private Path file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "secret", ""), content);
    }

    private static String plain(String escaped) {
        return escaped.replace("\\n", "\n").replace("\\r", "\r");
    }
}
