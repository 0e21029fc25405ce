/**
 * Scores of tracks: time-lapses of label maps whose track files tell which labels go on in which. {@code command.score}
 * evaluates with it, and scripts call it.
 */
@NullMarked
package io.github.stencil.metric.track;

import org.jspecify.annotations.NullMarked;
