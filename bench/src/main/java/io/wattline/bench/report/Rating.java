package io.wattline.bench.report;

/// How a figure compares with its target.
public enum Rating {
    AIM_MET("aim met"),
    MET("met"),
    MISSED("missed");

    private final String words;

    Rating(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
