// SPDX-License-Identifier: BSD-2-Clause
/**
 * Measures of the objects of a label map: how many, how large, of what shape and how bright in images beside it, block by
 * block. The commands that measure and predict objects use it, and scripts.
 */
@NullMarked
package io.github.stencil.label.measure;

import org.jspecify.annotations.NullMarked;
