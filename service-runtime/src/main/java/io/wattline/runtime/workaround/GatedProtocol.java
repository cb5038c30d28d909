package io.wattline.runtime.workaround;

import io.helidon.webserver.spi.ProtocolConfig;

/// Takes the place of Helidon's own HTTP/1.1 in a listener's protocols, so that [ConnectionGate] is the only way
/// in.
///
/// Helidon 4.4.0 adds its HTTP/1.1 even with `protocolsDiscoverServices(false)` on a server. Besides going round the
/// gate, a second candidate makes it wait for the first bytes before the connection is known to the idle check, so that
/// a silent client would stay for ever. A protocol of the same type and name keeps it out. Can go when Helidon leaves
/// its own HTTP/1.1 out on request.
public record GatedProtocol() implements ProtocolConfig {

    private static final String HTTP_1_1 = "http_1_1";

    @Override
    public String type() {
        return HTTP_1_1;
    }

    @Override
    public String name() {
        return HTTP_1_1;
    }
}
