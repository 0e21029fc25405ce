/** Pictures of the web and the office: whether PNG, JPEG, GIF, BMP and PNM files are whole, which ImageJ does not ask. */
@NullMarked
package io.github.stencil.picture;

import org.jspecify.annotations.NullMarked;
