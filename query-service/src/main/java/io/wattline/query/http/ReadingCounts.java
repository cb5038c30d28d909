package io.wattline.query.http;

/// How many readings of both streams an answer rests on.
public record ReadingCounts(long meter, long vehicle) {}
