package io.wattline.sim.cli;

import io.wattline.sim.workload.Message;
import io.wattline.sim.workload.MessageSource;
import io.wattline.sim.workload.Workload;
import io.wattline.telemetry.TelemetryTopic;
import io.wattline.telemetry.TelemetryTopic.Address;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// Shows what would be sent: a line `topic payload` a message.
final class DryRun {

    private static final int MESSAGES = 10;
    private static final int LONGEST = 500;

    private DryRun() {}

    static void print(Workload workload, String topicPrefix, Instant now, PrintWriter out) {
        TelemetryTopic topic = new TelemetryTopic(topicPrefix);
        List<Address> devices = workload.devices();
        MessageSource source = workload.begin(now);
        Message message = source.next();
        for (int n = 0; n < MESSAGES && message != null; n++) {
            Address device = devices.get(message.device());
            out.println(topic.name(device.kind(), device.deviceId()) + ' ' + shown(message.payload()));
            message = source.next();
        }
        out.flush();
    }

    private static String shown(byte[] payload) {
        String text = new String(payload, StandardCharsets.UTF_8);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "… (" + payload.length + " bytes in all)";
    }
}
