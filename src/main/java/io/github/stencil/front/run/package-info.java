/** Running a command over files: pairing, places for results, resuming and sharing. */
@NullMarked
package io.github.stencil.front.run;

import org.jspecify.annotations.NullMarked;
