/// Every closed door of the shipped broker configuration, tried from outside with a real broker.
///
/// [SecuredFleet] is the deployment as its scripts make it; [Peer] is any client that connects, device or attacker. The
/// tests are
/// named after what an attacker does not achieve; `docs/security.md` refers to them by name.
@NullMarked
package io.wattline.e2e.security;

import org.jspecify.annotations.NullMarked;
