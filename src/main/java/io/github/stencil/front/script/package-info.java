/** What lets scripts run commands: images, masks and choices from what scripts have. */
@NullMarked
package io.github.stencil.front.script;

import org.jspecify.annotations.NullMarked;
