/** What makes a model safe to run: its operations, a trial in a process of its own, and what is known by its hash. */
@NullMarked
package io.github.stencil.model.trust;

import org.jspecify.annotations.NullMarked;
