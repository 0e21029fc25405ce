/** What a person at a terminal sees: text that cannot steer it, progress, and the status that a run ends with. */
@NullMarked
package io.github.stencil.front.terminal;

import org.jspecify.annotations.NullMarked;
