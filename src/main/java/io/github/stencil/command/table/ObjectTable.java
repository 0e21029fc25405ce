// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command.table;

import ij.measure.ResultsTable;
import io.github.stencil.image.Space;
import io.github.stencil.label.objects.ObjectRow;
import io.github.stencil.label.objects.Refinement;

/** The table of objects. */
public final class ObjectTable {
    private ObjectTable() {}

    /** Returns a row per object, in calibrated units as ImageJ's own Results. */
    public static ResultsTable of(String image, Refinement.Objects found, Space space) {
        TableColumns<ObjectRow> columns = new TableColumns<ObjectRow>()
                .words("Image", row -> image)
                .numbers("Label", ObjectRow::label)
                .numbers("Class", ObjectRow::type)
                .numbers("Area", ObjectRow::area)
                .numbers("X", ObjectRow::x)
                .numbers("Y", ObjectRow::y)
                .numbers("Z", ObjectRow::z)
                .numbers("T", ObjectRow::t)
                .numbers("BX", ObjectRow::left)
                .numbers("BY", ObjectRow::top)
                .numbers("Width", ObjectRow::width)
                .numbers("Height", ObjectRow::height);
        if (space == Space.VOLUMES) {
            columns.numbers("Depth", ObjectRow::depth);
        }
        if (found.values()) {
            columns.numbers("Mean", ObjectRow::mean)
                    .numbers("Min", ObjectRow::min)
                    .numbers("Max", ObjectRow::max);
        }
        return columns.table(found.objects());
    }
}
