package io.wattline.runtime.access;

/// The setting `AUTH`.
public enum AuthMode {
    /// Keys if a key file is given, open on a loopback address, otherwise the service refuses to start.
    AUTO,
    /// Open to everyone who can connect; must be set explicitly.
    OFF
}
