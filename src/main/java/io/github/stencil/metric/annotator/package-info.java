/** Label maps of several annotators: how well they agree, and the consensus of all. Scripts call it. */
@NullMarked
package io.github.stencil.metric.annotator;

import org.jspecify.annotations.NullMarked;
