// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric.track;

/**
 * An object followed through a time-lapse: a line of a track file.
 *
 * @param label its label in every frame, 1 to 4,294,967,295
 * @param begin the first frame that shows it, from 0
 * @param end the last frame that shows it; not before {@code begin}
 * @param parent the label of the track that it goes on from, such as that of the cell that divided; 0 for none
 */
public record Track(long label, int begin, int end, long parent) {}
