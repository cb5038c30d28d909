package io.wattline.runtime.http;

/// Answers one request.
@FunctionalInterface
public interface Handler {

    /// Returns the answer; blocking is fine, the thread is virtual and the whole exchange has a deadline.
    ///
    /// @throws ProblemException for every outcome that the caller should read as a problem document
    /// @throws InterruptedException if the exchange ran out of time; nobody reads an answer then
    Answer handle(Request request) throws InterruptedException;
}
