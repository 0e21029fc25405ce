/**
 * Label maps: their labels as sets, lists and pixels, and what kind of map they are of. Everybody who takes a label map, in
 * {@code label}'s own rooms, {@code mask}, {@code metric}, {@code unet} and {@code command}, reads it here.
 */
@NullMarked
package io.github.stencil.label;

import org.jspecify.annotations.NullMarked;
