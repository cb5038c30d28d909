package io.wattline.e2e.stack;

import java.security.SecureRandom;
import java.util.HexFormat;

/// Secrets that are easily found where they must not be.
public final class Canary {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 12;

    private Canary() {}

    /// A new one: a prefix that nothing else has, and the rest at random.
    public static String lay() {
        byte[] random = new byte[BYTES];
        RANDOM.nextBytes(random);
        return "canary-" + HexFormat.of().formatHex(random);
    }
}
