/** The command line. */
@NullMarked
package io.github.stencil.front.line;

import org.jspecify.annotations.NullMarked;
