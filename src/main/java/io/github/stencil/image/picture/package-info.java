/** Pictures in files of other formats: PNG, GIF, BMP, JPEG and PNM. */
@NullMarked
package io.github.stencil.image.picture;

import org.jspecify.annotations.NullMarked;
