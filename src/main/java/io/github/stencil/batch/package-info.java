/**
 * Work over many files: what a folder or a pattern stands for, which files belong together, and the stores and journal from
 * which the work goes on. {@code front} runs commands over files with it.
 */
@NullMarked
package io.github.stencil.batch;

import org.jspecify.annotations.NullMarked;
