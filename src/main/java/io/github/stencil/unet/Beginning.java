// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import io.github.stencil.StencilException;
import io.github.stencil.model.step.Normalization;
import io.github.stencil.unet.data.Augmentation;
import io.github.stencil.unet.data.PatchSettings;
import io.github.stencil.unet.data.Task;
import io.github.stencil.unet.graph.Optimizer;
import io.github.stencil.unet.graph.UNetShape;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a training begins with and must keep: where two differ in it, one does not go on with the other. Saved field by field.
 *
 * @param shape the network
 * @param optimizer how weights follow gradients
 * @param task what labels mean
 * @param classes names of the classes, from class 0 on
 * @param normalization how pixels are scaled
 * @param samples patches per step
 * @param depth slices of a patch
 * @param height rows of a patch
 * @param width columns of a patch
 * @param steps per epoch
 * @param augmentation how patches are varied
 * @param seed of the split and of all patches
 */
record Beginning(
        UNetShape shape,
        Optimizer optimizer,
        Task task,
        List<String> classes,
        Normalization normalization,
        int samples,
        int depth,
        int height,
        int width,
        int steps,
        Augmentation augmentation,
        long seed) {
    private static final int MOST_NAMES = 1 << 16;

    Beginning {
        classes = List.copyOf(classes);
    }

    /** Returns the beginning of a training. */
    static Beginning of(UNetShape shape, Optimizer optimizer, TrainingSet trainingSet) {
        PatchSettings patches = trainingSet.patches();
        return new Beginning(
                shape,
                optimizer,
                trainingSet.data().task(),
                trainingSet.classNames(),
                trainingSet.data().normalization(),
                patches.samples(),
                patches.depth(),
                patches.height(),
                patches.width(),
                patches.steps(),
                patches.augmentation(),
                trainingSet.data().seed());
    }

    /** Returns in words what differs from another beginning, as this one has it; empty if nothing does. */
    String unlike(Beginning other) {
        Map<String, Object> others = other.named();
        return named().entrySet().stream()
                .filter(field -> !field.getValue().equals(others.get(field.getKey())))
                .map(field -> field.getKey() + " " + field.getValue())
                .collect(Collectors.joining(", "));
    }

    /** Returns the fields by words for people; equal for equal beginnings, and for these only. */
    private Map<String, Object> named() {
        Map<String, Object> named = new LinkedHashMap<>();
        named.put("network", shape);
        named.put("optimizer", optimizer);
        named.put("task", task);
        named.put("classes", classes);
        named.put("normalization", normalization);
        named.put("batch", samples);
        named.put("patch", shape.volume() ? width + " x " + height + " x " + depth : width + " x " + height);
        named.put("steps", steps);
        named.put("augmentations", augmentation);
        named.put("seed", seed);
        return named;
    }

    /** Writes all fields, in the order that {@link #read} takes them. */
    void write(DataOutputStream out) throws IOException {
        out.writeBoolean(shape.volume());
        out.writeInt(shape.channels());
        out.writeInt(shape.outputs());
        out.writeInt(shape.filters());
        out.writeInt(shape.pools().size());
        for (UNetShape.Pool pool : shape.pools()) {
            out.writeInt(pool.z());
            out.writeInt(pool.y());
            out.writeInt(pool.x());
        }
        out.writeUTF(shape.norm().name());
        out.writeDouble(shape.dropout());
        out.writeUTF(optimizer.name());
        out.writeUTF(task.name());
        out.writeInt(classes.size());
        for (String name : classes) {
            out.writeUTF(name);
        }
        out.writeUTF(normalization.method().name());
        out.writeDouble(normalization.low());
        out.writeDouble(normalization.high());
        out.writeBoolean(normalization.clip());
        out.writeInt(samples);
        out.writeInt(depth);
        out.writeInt(height);
        out.writeInt(width);
        out.writeInt(steps);
        out.writeUTF(augmentation.toString());
        out.writeLong(seed);
    }

    /**
     * Reads what {@link #write} has written.
     *
     * @throws IOException if the end comes first, or a field has a value that it cannot have
     */
    static Beginning read(DataInputStream in) throws IOException {
        try {
            return new Beginning(
                    shape(in),
                    Optimizer.valueOf(in.readUTF()),
                    Task.valueOf(in.readUTF()),
                    names(in),
                    new Normalization(
                            Normalization.Method.valueOf(in.readUTF()),
                            in.readDouble(),
                            in.readDouble(),
                            in.readBoolean()),
                    in.readInt(),
                    in.readInt(),
                    in.readInt(),
                    in.readInt(),
                    in.readInt(),
                    Augmentation.of(in.readUTF()),
                    in.readLong());
        } catch (IllegalArgumentException | StencilException e) {
            throw new IOException("it is damaged", e);
        }
    }

    private static UNetShape shape(DataInputStream in) throws IOException {
        boolean volume = in.readBoolean();
        int channels = in.readInt();
        int outputs = in.readInt();
        int filters = in.readInt();
        List<UNetShape.Pool> pools = new ArrayList<>();
        for (int left = count(in); left > 0; left--) {
            pools.add(new UNetShape.Pool(in.readInt(), in.readInt(), in.readInt()));
        }
        return new UNetShape(
                volume, channels, outputs, filters, pools, UNetShape.Norm.valueOf(in.readUTF()), in.readDouble());
    }

    private static List<String> names(DataInputStream in) throws IOException {
        List<String> names = new ArrayList<>();
        for (int left = count(in); left > 0; left--) {
            names.add(in.readUTF());
        }
        return names;
    }

    private static int count(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MOST_NAMES) {
            throw new IOException("it is damaged");
        }
        return count;
    }
}
