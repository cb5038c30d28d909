/// Typed settings out of the environment.
///
/// [Settings] reads a `Map<String, String>` and remembers every error instead of stopping at the first one;
/// [Settings#read] hands out the finished configuration or throws one [ConfigurationException] that lists them all.
/// Keys nobody asks for are ignored, because the environment is shared. Secrets are read as [Secret], which never
/// prints. Used by one thread while a service starts.
@NullMarked
package io.wattline.runtime.config;

import org.jspecify.annotations.NullMarked;
