// SPDX-License-Identifier: BSD-2-Clause
/** What runs a network on tiles: the same few methods, whichever library is behind them. */
@NullMarked
package io.github.stencil.model.engine;

import org.jspecify.annotations.NullMarked;
