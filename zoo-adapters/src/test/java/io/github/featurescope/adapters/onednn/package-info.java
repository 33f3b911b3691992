@NullMarked
package io.github.featurescope.adapters.onednn;

import org.jspecify.annotations.NullMarked;
