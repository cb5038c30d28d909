/// Which client the broker refuses, or takes although it does something that deserves a look.
///
/// [RefusalTally] counts what the broker says in its log and what deliveries show, by client and reason, in bounded
/// memory;
/// [RefusalStore] is the port to where the counts are added up. Knows neither MQTT nor SQL. The tally is entered by the
/// client's event loop, the report has a thread of its own.
@NullMarked
package io.wattline.ingestor.refusal;

import org.jspecify.annotations.NullMarked;
