package io.wattline.runtime.access;

import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/// The command `keygen NAME SCOPES`: a new API key, and its line for the key file.
public final class KeyGeneration {

    /// The command's name.
    public static final String COMMAND = "keygen";

    private static final int KEY_BYTES = 32;

    private KeyGeneration() {}

    /// Runs the command and returns its exit code: 0, or 2 if the arguments are wrong.
    ///
    /// The key is the first line of `out` and its key file line the second; what they are for is said on
    /// `explanations`. The key is kept nowhere, and only its digest is in the line.
    ///
    /// @param arguments those behind `keygen`
    public static int run(List<String> arguments, PrintStream out, PrintStream explanations) {
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        String key = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        String line =
                arguments.size() == 2 ? arguments.get(0) + ":" + arguments.get(1) + ":" + ApiKeys.sha256Hex(key) : "";
        if (!ApiKeys.isLine(line)) {
            explanations.println("usage: keygen NAME SCOPES");
            explanations.println("  NAME    1 to 64 of A-Z a-z 0-9 . _ -");
            explanations.println("  SCOPES  out of read,ingest,admin, separated by commas");
            return 2;
        }
        explanations.println(
                "The first line is the key: give it to " + arguments.get(0) + " only, it is kept nowhere.");
        explanations.println("The second line belongs into the file that API_KEYS_FILE names.");
        out.println(key);
        out.println(line);
        return 0;
    }
}
