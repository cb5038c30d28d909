/// HTTP ingest: readings from clients without MQTT, through the same hand-off, writers and rules.
///
/// Threads that enter: the HTTP server's virtual threads, which wait for the commit, and writers, which complete it.
@NullMarked
package io.wattline.ingestor.http;

import org.jspecify.annotations.NullMarked;
