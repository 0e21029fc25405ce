/** Work over many files: pairing and naming. */
@NullMarked
package io.github.stencil.batch;

import org.jspecify.annotations.NullMarked;
