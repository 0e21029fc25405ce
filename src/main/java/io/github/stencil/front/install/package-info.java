/** The installer, which puts a release into an ImageJ or Fiji. */
@NullMarked
package io.github.stencil.front.install;

import org.jspecify.annotations.NullMarked;
