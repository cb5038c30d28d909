/// Typed settings out of the environment, and secrets out of files. Knows the JDK only, so that every program can use
/// it.
///
/// [Settings] reads a `Map<String, String>` and remembers every error instead of stopping at the first one;
/// [Settings#read] hands out the finished configuration or throws one [ConfigurationException] that lists them all.
/// Unknown keys are ignored, because the environment is shared. Secrets are read as [Secret], which never
/// prints, and from files by [SecretFile] alone. Used by one thread while a program starts.
@NullMarked
package io.wattline.settings;

import org.jspecify.annotations.NullMarked;
