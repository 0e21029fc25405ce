/**
 * Scores of probabilities against true classes: how far off they are, how well calibrated, how well they rank pixels.
 * {@code command.score} evaluates with it, and scripts call it.
 */
@NullMarked
package io.github.stencil.metric.probability;

import org.jspecify.annotations.NullMarked;
