/** Scores of segmentations: confusion counts, the scores made of them, and the rule for empty classes. */
@NullMarked
package io.github.stencil.metric;

import org.jspecify.annotations.NullMarked;
