/** What DL4J's early-stopping trainers take: conditions, scores and a saver that read a scope. */
@NullMarked
package io.github.featurescope.listeners.earlystopping;

import org.jspecify.annotations.NullMarked;
