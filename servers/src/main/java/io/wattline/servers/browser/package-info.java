/// A real browser for tests: Chromium, headless, driven over the WebDriver protocol (W3C WebDriver) by the JDK's own
/// HTTP
/// client.
///
/// Every wait is from outside the page, which may forbid scripts that it did not bring itself, and has a time-out.
/// Called
/// from one thread at a time.
@NullMarked
package io.wattline.servers.browser;

import org.jspecify.annotations.NullMarked;
