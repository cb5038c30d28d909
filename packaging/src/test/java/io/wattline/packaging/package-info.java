/// What Wattline is deployed with, held together: the compose file, the Kubernetes manifests and the systemd units.
///
/// Reads files only, and runs nothing but `systemd-analyze`; that compose really works is what `e2e/containers/check`
/// tries.
@NullMarked
package io.wattline.packaging;

import org.jspecify.annotations.NullMarked;
