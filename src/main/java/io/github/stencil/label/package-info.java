/** Label maps and what is made of them: categorical stacks and back. */
@NullMarked
package io.github.stencil.label;

import org.jspecify.annotations.NullMarked;
