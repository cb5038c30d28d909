package io.wattline.sim.load;

import io.wattline.sim.report.PubackResult;

/// Sends payloads for devices, each device's in order.
public interface Publisher {

    /// Sends, or queues behind what the device sent before. Returns at once.
    ///
    /// @param device index into the workload's devices
    /// @param payload the exact bytes
    /// @param receipt notified of the sending and of the result, on any thread
    void publish(int device, byte[] payload, Receipt receipt);

    /// Receives the result of one payload.
    interface Receipt {

        /// It was handed to the MQTT client.
        void handedOver();

        /// It came to an end.
        ///
        /// @param detail the broker's reason where it refused, otherwise empty
        void ended(PubackResult result, String detail);
    }
}
