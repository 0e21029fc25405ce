/** Outlines of labels as ImageJ ROIs, ROI files, and labels from ROIs. */
@NullMarked
package io.github.stencil.label.rois;

import org.jspecify.annotations.NullMarked;
