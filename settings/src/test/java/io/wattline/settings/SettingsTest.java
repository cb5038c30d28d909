package io.wattline.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    private enum Colour {
        RED,
        DARK_BLUE
    }

    @TempDir
    private Path folder;

    private static List<String> errors(Map<String, String> environment, Function<Settings, ?> reader) {
        try {
            Settings.read(environment, reader);
            return List.of();
        } catch (ConfigurationException e) {
            return e.errors();
        }
    }

    @Test
    void readsEveryType() {
        Map<String, String> environment = Map.of(
                "NAME",
                " edge ",
                "COUNT",
                "7",
                "BIG",
                "5000000000",
                "TIME",
                "PT1M30S",
                "SWITCH",
                "off",
                "COLOUR",
                "dark-blue",
                "LIST",
                "a, b,,c ",
                "ID",
                "x-1");
        Settings.read(environment, s -> {
            assertThat(s.text("NAME", "none")).isEqualTo("edge");
            assertThat(s.integer("COUNT", 1, 0, 10)).isEqualTo(7);
            assertThat(s.longInteger("BIG", 1, 0, Long.MAX_VALUE)).isEqualTo(5_000_000_000L);
            assertThat(s.duration("TIME", Duration.ZERO, Duration.ZERO, Duration.ofHours(1)))
                    .isEqualTo(Duration.ofSeconds(90));
            assertThat(s.flag("SWITCH", true)).isFalse();
            assertThat(s.choice("COLOUR", Colour.RED)).isEqualTo(Colour.DARK_BLUE);
            assertThat(s.list("LIST")).containsExactly("a", "b", "c");
            assertThat(s.matching("ID", "", Pattern.compile("[a-z]-[0-9]"), "a letter and a digit"))
                    .isEqualTo("x-1");
            return "done";
        });
    }

    @Test
    void takesDefaultsForMissingAndBlankValues() {
        Settings.read(Map.of("COUNT", "  ", "OTHER", "ignored"), s -> {
            assertThat(s.text("NAME", "none")).isEqualTo("none");
            assertThat(s.optionalText("NAME")).isEmpty();
            assertThat(s.integer("COUNT", 3, 0, 10)).isEqualTo(3);
            assertThat(s.list("LIST")).isEmpty();
            assertThat(s.secret("PASSWORD")).isEmpty();
            return "done";
        });
    }

    @Test
    void reportsEveryErrorWithItsKeyAndBound() {
        Map<String, String> environment = Map.of(
                "COUNT", "11", "TIME", "PT2H", "SWITCH", "yes", "COLOUR", "green", "FILE", "/no/such/file", "ID", "?");
        assertThat(errors(environment, s -> {
                    s.requiredText("URL", "where the database is");
                    s.integer("COUNT", 1, 0, 10);
                    s.duration("TIME", Duration.ZERO, Duration.ZERO, Duration.ofHours(1));
                    s.flag("SWITCH", true);
                    s.choice("COLOUR", Colour.RED);
                    s.readableFile("FILE");
                    s.matching("ID", "", Pattern.compile("[a-z]"), "one letter");
                    return "done";
                }))
                .containsExactly(
                        "URL is not set: where the database is",
                        "COUNT is 11: must be a whole number from 0 to 10",
                        "TIME is PT2H: must be a duration like PT5S or P30D, from PT0S to PT1H",
                        "SWITCH is something else, of length 3: must be on or off",
                        "COLOUR is something else, of length 5: must be red or dark-blue",
                        "FILE names no file that this process may read",
                        "ID is something else, of length 1: must be one letter");
    }

    @ParameterizedTest
    @CsvSource({"24h, PT24H", "24 H, PT24H", "90s, PT90S", "15m, PT15M", "15min, PT15M", "500ms, PT0.5S", "30d, P30D"})
    void suggestsTheDurationThatWasProbablyMeant(String written, String meant) {
        assertThat(errors(
                        Map.of("TIME", written),
                        s -> s.duration("TIME", Duration.ZERO, Duration.ZERO, Duration.ofHours(1))))
                .containsExactly("TIME is no ISO 8601 duration: did you mean " + meant
                        + "? must be a duration like PT5S or P30D, from PT0S to PT1H");
    }

    @Test
    void reportsARecordThatRefusesItsValuesAsAnError() {
        assertThat(errors(Map.of(), s -> {
                    throw new IllegalArgumentException("writers must be positive");
                }))
                .containsExactly("writers must be positive");
    }

    @Test
    void repeatsNothingButNumbersAndDurationsThatAreOutOfBounds() {
        String pasted = "hunter2";
        Map<String, String> environment = Map.of(
                "COUNT", pasted, "TIME", pasted, "SWITCH", pasted, "COLOUR", pasted, "FILE", pasted, "ID", pasted);
        assertThat(errors(environment, s -> {
                    s.integer("COUNT", 1, 0, 10);
                    s.duration("TIME", Duration.ZERO, Duration.ZERO, Duration.ofHours(1));
                    s.flag("SWITCH", true);
                    s.choice("COLOUR", Colour.RED);
                    s.readableFile("FILE");
                    return s.matching("ID", "", Pattern.compile("[a-z]"), "one letter");
                }))
                .hasSize(6)
                .allSatisfy(error -> assertThat(error).doesNotContain(pasted));
    }

    @Test
    void limitsARecordsMessageToOneShortLine() {
        assertThat(errors(
                        Map.of(),
                        s -> s.built("URL", "", () -> {
                            throw new IllegalArgumentException("two\nlines " + "x".repeat(300));
                        })))
                .singleElement()
                .asString()
                .startsWith("URL cannot be used: two?lines xxx")
                .hasSizeLessThan(240);
    }

    @Test
    void listsEveryKeyThatWasRead() {
        Settings.read(Map.of("SET", "1", "NEVER", "2"), s -> {
            s.integer("SET", 1, 0, 10);
            s.text("UNSET", "");
            s.secret("PASSWORD");
            assertThat(s.asked()).containsExactlyInAnyOrder("SET", "UNSET", "PASSWORD", "PASSWORD_FILE");
            return "done";
        });
    }

    @Test
    void readsSecretsFromTheValueOrTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "s3cret \n");
        Settings.read(Map.of("A", "inline ", "B_FILE", file.toString()), s -> {
            assertThat(s.secret("A").map(Secret::reveal)).contains("inline ");
            assertThat(s.secret("B").map(Secret::reveal)).contains("s3cret ");
            return "done";
        });
    }

    @Test
    void refusesASecretGivenTwiceOrFromAnEmptyOrHugeFile() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "\n");
        Path huge = Files.write(folder.resolve("huge"), new byte[70_000]);
        assertThat(errors(
                        Map.of(
                                "A",
                                "hunter2",
                                "A_FILE",
                                huge.toString(),
                                "B_FILE",
                                empty.toString(),
                                "C_FILE",
                                huge.toString()),
                        s -> Optional.of(s.secret("A").isPresent()
                                || s.secret("B").isPresent()
                                || s.secret("C").isPresent())))
                .hasSizeGreaterThanOrEqualTo(1)
                .allSatisfy(error -> assertThat(error).doesNotContain("hunter2"))
                .first()
                .isEqualTo("A is set together with A_FILE: give only one of them");
        assertThat(errors(Map.of("B_FILE", empty.toString()), s -> s.secret("B")))
                .containsExactly("B_FILE names a file that is empty");
        assertThat(errors(Map.of("C_FILE", huge.toString()), s -> s.secret("C")))
                .containsExactly("C_FILE names a file that has more than 65536 bytes");
    }

    @Test
    void neverPrintsASecret() {
        assertThat(Secret.of("hunter2")).hasToString("[redacted]");
        assertThatThrownBy(() -> Settings.read(Map.of("A", "hunter2"), s -> {
                    s.secret("A");
                    s.reject("B", "is wrong");
                    return s;
                }))
                .asInstanceOf(type(ConfigurationException.class))
                .extracting(ConfigurationException::getMessage)
                .asString()
                .doesNotContain("hunter2");
    }
}
