// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command.table;

import ij.measure.ResultsTable;
import io.github.stencil.image.Space;
import io.github.stencil.label.measure.MeasuredObject;
import io.github.stencil.label.measure.Measurement;
import io.github.stencil.label.measure.ObjectCount;
import io.github.stencil.label.measure.ObjectIntensity;
import io.github.stencil.label.measure.PlanarShape;
import io.github.stencil.label.measure.SolidShape;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** Measured objects as tables, in calibrated units as ImageJ's own Results. */
public final class MeasurementTables {
    /** The title of the table with a row per object. */
    public static final String OBJECTS = "Object Measurements";
    /** The title of the table with a row per image and frame. */
    public static final String COUNTS = "Object Counts";

    private MeasurementTables() {}

    /**
     * Returns a row per object.
     *
     * @param image what the rows call the image
     * @param names of classes, 0 first; empty if they have none
     */
    public static ResultsTable objects(String image, Measurement found, List<String> names) {
        boolean volume = found.rule().space() == Space.VOLUMES;
        TableColumns<MeasuredObject> columns = new TableColumns<MeasuredObject>()
                .words("Image", object -> image)
                .numbers("Label", MeasuredObject::label)
                .numbers("Class", MeasuredObject::type);
        if (!names.isEmpty()) {
            columns.words("Name", object -> name(names, object.type()));
        }
        if (!volume) {
            columns.numbers("Z", MeasuredObject::slice);
        }
        columns.numbers("T", MeasuredObject::frame)
                .words("Unit", object -> unit(found))
                .numbers("Pixels", MeasuredObject::pixels)
                .numbers(volume ? "Volume" : "Area", MeasuredObject::size)
                .numbers("X", MeasuredObject::x)
                .numbers("Y", MeasuredObject::y);
        if (volume) {
            columns.numbers("Z", MeasuredObject::z);
        }
        List<String> corner = volume ? List.of("BX", "BY", "BZ") : List.of("BX", "BY");
        List<String> sides = volume ? List.of("Width", "Height", "Depth") : List.of("Width", "Height");
        columns.numbers(corner, MeasuredObject::box)
                .numbers(sides, object -> object.box().subList(3, 6));
        if (volume) {
            solid(columns);
        } else {
            planar(columns);
        }
        for (int channel = 0; channel < found.channels(); channel++) {
            intensities(columns, found, channel);
        }
        return columns.table(found.objects());
    }

    private static String unit(Measurement found) {
        return found.labels().description().calibration().getUnits();
    }

    private static String name(List<String> names, long type) {
        return type < names.size() ? names.get((int) type) : "";
    }

    private static void planar(TableColumns<MeasuredObject> columns) {
        planar(columns, "Perimeter", PlanarShape::perimeter);
        planar(columns, "Circularity", PlanarShape::circularity);
        planar(columns, "Feret", PlanarShape::feret);
        planar(columns, "MinFeret", PlanarShape::minFeret);
        planar(columns, "AR", PlanarShape::aspectRatio);
        planar(columns, "Round", PlanarShape::roundness);
        planar(columns, "Solidity", PlanarShape::solidity);
    }

    private static void planar(
            TableColumns<MeasuredObject> columns, String column, ToDoubleFunction<PlanarShape> cell) {
        columns.numbers(column, object -> {
            PlanarShape shape = object.planar();
            return shape == null ? Double.NaN : cell.applyAsDouble(shape);
        });
    }

    private static void solid(TableColumns<MeasuredObject> columns) {
        solid(columns, "Surface", SolidShape::surface);
        solid(columns, "Sphericity", SolidShape::sphericity);
        solid(columns, "MajorAxis", SolidShape::major);
        solid(columns, "MiddleAxis", SolidShape::middle);
        solid(columns, "MinorAxis", SolidShape::minor);
    }

    private static void solid(TableColumns<MeasuredObject> columns, String column, ToDoubleFunction<SolidShape> cell) {
        columns.numbers(column, object -> {
            SolidShape shape = object.solid();
            return shape == null ? Double.NaN : cell.applyAsDouble(shape);
        });
    }

    /** Adds the columns of a channel: "Mean" where there is one, "MeanC2" of the second of several. */
    private static void intensities(TableColumns<MeasuredObject> columns, Measurement found, int channel) {
        String ending = found.channels() == 1 ? "" : "C" + (channel + 1);
        value(columns, "Mean" + ending, channel, ObjectIntensity::mean);
        value(columns, "StdDev" + ending, channel, ObjectIntensity::stdDev);
        value(columns, "Median" + ending, channel, ObjectIntensity::median);
        value(columns, "Min" + ending, channel, ObjectIntensity::min);
        value(columns, "Max" + ending, channel, ObjectIntensity::max);
        columns.numbers(
                "IntDen" + ending,
                object -> object.size() * object.intensities().get(channel).mean());
        if (found.rule().ring() > 0) {
            value(columns, "Ring" + ending, channel, ObjectIntensity::ring);
            value(columns, "Corrected" + ending, channel, of -> of.mean() - of.ring());
        }
    }

    private static void value(
            TableColumns<MeasuredObject> columns, String column, int channel, ToDoubleFunction<ObjectIntensity> cell) {
        columns.numbers(
                column, object -> cell.applyAsDouble(object.intensities().get(channel)));
    }

    /**
     * Returns a row per frame and, where objects are of several classes, per class.
     *
     * @param image what the rows call the image
     * @param names of classes, 0 first; empty if they have none
     */
    public static ResultsTable counts(String image, Measurement found, List<String> names) {
        List<ObjectCount> counts = found.counts();
        String size = found.rule().space() == Space.VOLUMES ? "Volume" : "Area";
        TableColumns<ObjectCount> columns =
                new TableColumns<ObjectCount>().words("Image", count -> image).numbers("T", ObjectCount::frame);
        if (counts.stream().mapToLong(ObjectCount::type).distinct().count() > 1) {
            columns.numbers("Class", ObjectCount::type);
            if (!names.isEmpty()) {
                columns.words("Name", count -> name(names, count.type()));
            }
        }
        return columns.numbers("Objects", ObjectCount::objects)
                .words("Unit", count -> unit(found))
                .numbers("Total" + size, ObjectCount::total)
                .numbers("Mean" + size, ObjectCount::mean)
                .numbers("Median" + size, ObjectCount::median)
                .numbers("Density", ObjectCount::density)
                .table(counts);
    }

    /**
     * Returns what all counts come to, in a sentence such as "1,203 objects in 12 images, of mean area 51.3 µm^2.".
     *
     * @param tables those that {@link #counts} made, one for each image
     * @return an empty text if there are no counts
     */
    public static String sentence(List<ResultsTable> tables) {
        long objects = 0;
        double total = 0;
        Set<String> sizes = new TreeSet<>();
        for (ResultsTable table : tables) {
            String size = table.columnExists("TotalVolume") ? "Volume" : "Area";
            for (int row = 0; row < table.size(); row++) {
                objects += (long) table.getValue("Objects", row);
                total += table.getValue("Total" + size, row);
                String unit = table.getStringValue("Unit", row);
                sizes.add(size.toLowerCase(Locale.ROOT) + "|" + unit + (size.equals("Area") ? "^2" : "^3"));
            }
        }
        if (sizes.isEmpty()) {
            return "";
        }
        String[] words = sizes.iterator().next().split("\\|", 2);
        String mean = objects == 0 || sizes.size() > 1 // of different units nothing can be said
                ? ""
                : String.format(Locale.ROOT, ", of mean %s %.4g %s", words[0], total / objects, words[1]);
        return String.format(
                Locale.ROOT,
                "%,d %s in %,d %s%s.",
                objects,
                objects == 1 ? "object" : "objects",
                tables.size(),
                tables.size() == 1 ? "image" : "images",
                mean);
    }
}
