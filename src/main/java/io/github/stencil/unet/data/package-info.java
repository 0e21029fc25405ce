/** Training data: labelled images, patches, their variations and targets. */
@NullMarked
package io.github.stencil.unet.data;

import org.jspecify.annotations.NullMarked;
