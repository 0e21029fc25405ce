/** Which scores suit a question, and why. The page which-score.md says the same; scripts call it. */
@NullMarked
package io.github.stencil.metric.advice;

import org.jspecify.annotations.NullMarked;
