package io.wattline.settings;

import java.util.List;

/// The configuration is unusable; [#errors] says everything that is wrong with it, each line naming its key.
///
/// The service's `main` prints the list and exits with code 2.
public final class ConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> errors;

    ConfigurationException(List<String> errors) {
        super(String.join("; ", errors));
        this.errors = List.copyOf(errors);
    }

    /// One line for each error, in the order in which the keys were read; never empty.
    public List<String> errors() {
        return errors;
    }
}
