/** Pictures of errors: which pixels and objects differ, as images, thumbnails and ROIs. */
@NullMarked
package io.github.stencil.metric.picture;

import org.jspecify.annotations.NullMarked;
