/// What a vehicle drew and got over time, bucket by bucket.
///
/// [SeriesAnalysis] is the use case; [SeriesHistory] is the port, always as of one instant. Everything is summed from
/// readings, so it is exact at any bucket length. Called by many request threads at once; nothing here keeps state.
@NullMarked
package io.wattline.query.series;

import org.jspecify.annotations.NullMarked;
