/** Scores and their report as tables, plots and a page. */
@NullMarked
package io.github.stencil.command.score;

import org.jspecify.annotations.NullMarked;
