package io.wattline.ingestor.charging;

import java.util.Map;

/// What is counted of charges and alerts.
public interface ChargeMetrics {

    /// So many charges were made, or made again with another result.
    void made(int charges);

    /// How many alerts of each kind are open; kinds without any may be missing.
    void open(Map<String, Integer> alerts);
}
