package io.github.stencil.command.table;

import ij.measure.ResultsTable;
import io.github.stencil.image.Space;
import io.github.stencil.label.objects.ObjectRow;
import io.github.stencil.label.objects.Refinement;
import java.util.ArrayList;
import java.util.List;

/** The table of objects. */
public final class ObjectTable {
    private ObjectTable() {}

    private static String[] columns(Refinement.Objects found, Space space) {
        List<String> columns = new ArrayList<>(
                List.of("Image", "Label", "Class", "Area", "X", "Y", "Z", "T", "BX", "BY", "Width", "Height"));
        if (space == Space.VOLUMES) {
            columns.add("Depth");
        }
        if (found.values()) {
            columns.addAll(List.of("Mean", "Min", "Max"));
        }
        return columns.toArray(String[]::new);
    }

    /** Returns a row per object, in calibrated units as ImageJ's own Results. */
    public static ResultsTable of(String image, Refinement.Objects found, Space space) {
        ResultsTable table = Tables.of(columns(found, space));
        for (ObjectRow row : found.objects()) {
            table.addRow();
            table.addValue("Image", image);
            table.addValue("Label", (double) row.label());
            table.addValue("Class", (double) row.type());
            table.addValue("Area", row.area());
            table.addValue("X", row.x());
            table.addValue("Y", row.y());
            table.addValue("Z", row.z());
            table.addValue("T", row.t());
            table.addValue("BX", row.left());
            table.addValue("BY", row.top());
            table.addValue("Width", row.width());
            table.addValue("Height", row.height());
            if (space == Space.VOLUMES) {
                table.addValue("Depth", row.depth());
            }
            if (found.values()) {
                table.addValue("Mean", row.mean());
                table.addValue("Min", row.min());
                table.addValue("Max", row.max());
            }
        }
        return table;
    }
}
