/**
 * Labels as ImageJ ROIs, labels drawn from ROIs, and ROI files. The commands that turn one into the other use it, and
 * pictures of errors.
 */
@NullMarked
package io.github.stencil.label.rois;

import org.jspecify.annotations.NullMarked;
