/// Figures of the whole fleet for the head of a dashboard.
///
/// [StatsSource] is the port; [RecentStats] adds what the ranking says and keeps one answer for a few seconds, so that
/// any number of dashboards cost the database one question. Called by many request threads at once.
@NullMarked
package io.wattline.query.stats;

import org.jspecify.annotations.NullMarked;
