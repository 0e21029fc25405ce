/** Images in TIFF files: which file it is, its axes and calibration by whoever wrote it, and writing block by block. */
@NullMarked
package io.github.stencil.image.file;

import org.jspecify.annotations.NullMarked;
