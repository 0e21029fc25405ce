/** Images as ImgLib2 sees them: axis order, calibration, and the way from and to ImageJ without copying pixels. */
@NullMarked
package io.github.stencil.axes;

import org.jspecify.annotations.NullMarked;
