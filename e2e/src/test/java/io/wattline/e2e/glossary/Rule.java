package io.wattline.e2e.glossary;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/// A text that must not occur.
///
/// @param hint lower-case letters that every such text contains: a file without them need not be searched
/// @param wrong matches it within one line
/// @param allowedBelow a folder in which it may occur, relative to the root; empty for none
/// @param advice what to write instead
record Rule(String hint, Pattern wrong, String allowedBelow, String advice) {

    /// Forbids a word or a phrase, in prose and as a part of an identifier, in any case.
    static Rule word(String word) {
        String quoted = String.join("\\s+", word.replace("-", "\\-").split(" "));
        String capital = Character.toUpperCase(quoted.charAt(0)) + quoted.substring(1);
        return new Rule(
                word.split("[ -]", -1)[0].toLowerCase(Locale.ROOT),
                Pattern.compile("(?<![A-Za-z])(?i:%s)(?![a-z])|(?<=[a-z0-9])%s(?![a-z])".formatted(quoted, capital)),
                "",
                "use the word of docs/glossary.md instead of '" + word + "'");
    }

    /// Keeps the names of types that end in `suffix` to one package.
    static Rule typesNamed(String suffix, String folder, String advice) {
        return new Rule(
                suffix.toLowerCase(Locale.ROOT),
                Pattern.compile("\\b(?:class|record|enum|interface) \\w*" + suffix + "s?\\b"),
                folder,
                advice);
    }

    boolean appliesTo(Path relative) {
        return allowedBelow.isEmpty() || !relative.toString().replace('\\', '/').contains(allowedBelow);
    }
}
