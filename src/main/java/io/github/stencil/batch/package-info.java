/** Work over many files: what a folder or a pattern stands for, and which files belong together. */
@NullMarked
package io.github.stencil.batch;

import org.jspecify.annotations.NullMarked;
