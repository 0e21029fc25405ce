/**
 * Pictures of errors: which pixels and objects differ from the truth, as images, thumbnails and ROIs. The command that
 * evaluates shows them.
 */
@NullMarked
package io.github.stencil.metric.picture;

import org.jspecify.annotations.NullMarked;
