/**
 * Scores of segmentations: counts of pixels and objects against the truth, distances of surfaces, and what is made of them.
 * {@code command} evaluates with it, {@code unet} validates, and scripts call it.
 */
@NullMarked
package io.github.stencil.metric;

import org.jspecify.annotations.NullMarked;
