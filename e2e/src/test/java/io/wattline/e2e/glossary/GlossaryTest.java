package io.wattline.e2e.glossary;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.servers.process.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlossaryTest {

    private final Glossary glossary =
            new Glossary(Repository.root().resolve("docs").resolve("glossary.md"));

    GlossaryTest() throws IOException {}

    @Test
    void sourcesAndPagesUseTheWordsOfTheGlossary() throws IOException {
        assertThat(Glossary.offences(Repository.root(), glossary.rules())).isEmpty();
    }

    @Test
    void glossaryIsInAlphabeticalOrder() {
        assertThat(glossary.words()).hasSizeGreaterThan(40).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void findsPlantedWordsWithFileAndLine(@TempDir Path root) throws IOException {
        Path folder = Files.createDirectories(root.resolve("some/folder"));
        Files.writeString(folder.resolve("Planted.java"), """
                /// A delivery that was settled.
                record PutOutcome() {
                    void doSettle() {}
                    void resettleIsAnotherWord() {}
                }
                """);
        Files.writeString(root.resolve("page.md"), "Fine.\n\nThe consumer  group has a dead-letter queue.\n");
        assertThat(Glossary.offences(root, glossary.rules()))
                .map(offence -> offence.replaceFirst("^(\\S+:\\d+): .*", "$1"))
                .containsExactlyInAnyOrder(
                        "some/folder/Planted.java:1",
                        "some/folder/Planted.java:2",
                        "some/folder/Planted.java:3",
                        "page.md:3",
                        "page.md:3");
    }

    @Test
    void allowsOutcomesInThePipelineAndSkipsBuiltFiles(@TempDir Path root) throws IOException {
        Path pipeline = Files.createDirectories(root.resolve("src/io/wattline/ingestor/pipeline"));
        Files.writeString(pipeline.resolve("Outcomes.java"), "public record Outcomes() {}\n");
        Path built = Files.createDirectories(root.resolve("target"));
        Files.writeString(built.resolve("page.md"), "settled\n");
        assertThat(Glossary.offences(root, glossary.rules())).isEmpty();
    }
}
