/**
 * Images as ImgLib2 sees them: axis order, calibration, types of pixels, and the way from and to ImageJ without
 * copying pixels.
 */
@NullMarked
package io.github.stencil.image;

import org.jspecify.annotations.NullMarked;
