// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.run;

import io.github.stencil.batch.Job;
import org.jspecify.annotations.Nullable;

/** How one job ended: with what it made, or with why it made nothing. */
record Ended(Job job, FileRun.@Nullable Made made, @Nullable Throwable failure, double seconds) {}
