/**
 * What TIFF files hold: their directories, checked before a pixel is read, and the pixels of their strips and tiles.
 */
@NullMarked
package io.github.stencil.image.tiff;

import org.jspecify.annotations.NullMarked;
