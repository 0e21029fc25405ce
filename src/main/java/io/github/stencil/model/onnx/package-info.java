// SPDX-License-Identifier: BSD-2-Clause
/** ONNX files: what a network takes, gives and runs, read without running anything of it. */
@NullMarked
package io.github.stencil.model.onnx;

import org.jspecify.annotations.NullMarked;
