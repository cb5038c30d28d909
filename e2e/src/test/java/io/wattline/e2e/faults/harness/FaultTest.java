package io.wattline.e2e.faults.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/// A test of one fault, named by its line in `docs/guarantees.md`. It takes a [Rig] and a [Notes].
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(FaultTests.class)
public @interface FaultTest {

    /// The line of the catalogue.
    String value();

    /// Whether it runs with `-Pnightly` only. `./mvnw verify` runs one fault of each mechanism.
    boolean nightly() default false;

    /// How often it runs in the long form; 0 for as often as usual.
    int runs() default 0;
}
