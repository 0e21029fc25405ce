/** What pixels are scaled by before the network: counts of pixels of planes and images. */
@NullMarked
package io.github.stencil.model.scale;

import org.jspecify.annotations.NullMarked;
