package io.wattline.query.performance;

/// The meter changed so often inside the window that answering would take unbounded work: ask for a shorter window.
public final class WindowTooFragmentedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// Says how many changes are too many.
    public WindowTooFragmentedException(int maxSegments) {
        super("the vehicle's meter changed more than " + maxSegments + " times in this window");
    }
}
