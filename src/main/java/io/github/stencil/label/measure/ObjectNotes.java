// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.measure;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Measured objects as bytes, for what is written down of a piece of work, and back. */
final class ObjectNotes {
    private ObjectNotes() {}

    static byte[] write(List<MeasuredObject> objects) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(objects.size());
            for (MeasuredObject object : objects) {
                write(object, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // no file is written
        }
        return bytes.toByteArray();
    }

    static List<MeasuredObject> read(byte... bytes) {
        List<MeasuredObject> objects = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            for (int left = in.readInt(); left > 0; left--) {
                objects.add(read(in));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // no file is read
        }
        return objects;
    }

    private static void write(MeasuredObject object, DataOutputStream out) throws IOException {
        out.writeLong(object.label());
        out.writeLong(object.type());
        out.writeInt(object.slice());
        out.writeInt(object.frame());
        out.writeLong(object.pixels());
        doubles(out, object.size(), object.x(), object.y(), object.z());
        for (double side : object.box()) {
            out.writeDouble(side);
        }
        PlanarShape planar = object.planar();
        out.writeBoolean(planar != null);
        if (planar != null) {
            doubles(out, planar.perimeter(), planar.circularity(), planar.feret(), planar.minFeret());
            doubles(out, planar.aspectRatio(), planar.solidity());
        }
        SolidShape solid = object.solid();
        out.writeBoolean(solid != null);
        if (solid != null) {
            doubles(out, solid.surface(), solid.sphericity(), solid.major(), solid.middle(), solid.minor());
        }
        out.writeInt(object.intensities().size());
        for (ObjectIntensity of : object.intensities()) {
            doubles(out, of.mean(), of.stdDev(), of.median(), of.min(), of.max(), of.ring());
        }
    }

    private static MeasuredObject read(DataInputStream in) throws IOException {
        return new MeasuredObject(
                in.readLong(),
                in.readLong(),
                in.readInt(),
                in.readInt(),
                in.readLong(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                doubles(in, 6),
                planar(in),
                solid(in),
                intensities(in));
    }

    private static @Nullable PlanarShape planar(DataInputStream in) throws IOException {
        if (!in.readBoolean()) {
            return null;
        }
        List<Double> is = doubles(in, 6);
        return new PlanarShape(is.get(0), is.get(1), is.get(2), is.get(3), is.get(4), is.get(5));
    }

    private static @Nullable SolidShape solid(DataInputStream in) throws IOException {
        if (!in.readBoolean()) {
            return null;
        }
        List<Double> is = doubles(in, 5);
        return new SolidShape(is.get(0), is.get(1), is.get(2), is.get(3), is.get(4));
    }

    private static List<ObjectIntensity> intensities(DataInputStream in) throws IOException {
        List<ObjectIntensity> all = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            List<Double> is = doubles(in, 6);
            all.add(new ObjectIntensity(is.get(0), is.get(1), is.get(2), is.get(3), is.get(4), is.get(5)));
        }
        return all;
    }

    private static void doubles(DataOutputStream out, double... numbers) throws IOException {
        for (double number : numbers) {
            out.writeDouble(number);
        }
    }

    private static List<Double> doubles(DataInputStream in, int count) throws IOException {
        List<Double> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(in.readDouble());
        }
        return numbers;
    }
}
