package io.wattline.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Finds out before anything is started whether the ports are to be had, so that the error can name the property.
final class LoopbackPort {

    private LoopbackPort() {}

    /// The port itself, or a free one for 0.
    ///
    /// @throws QuickstartException if another process has it
    static int available(int port, String property) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new QuickstartException(
                    "port " + port + " is taken: stop what listens there, or choose another with -D" + property
                            + "=<port> (0 picks a free one)",
                    e);
        }
    }
}
