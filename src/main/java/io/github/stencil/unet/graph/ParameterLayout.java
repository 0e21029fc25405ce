// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Where a network's trainable numbers lie in one flat vector, and its running statistics in another: one vector is
 * clipped, updated, saved and restored as a whole.
 */
public final class ParameterLayout {
    /** The scope of the constants that hold a trained network's parameters in its graph, each under its own name. */
    public static final String SCOPE = "weights";

    /**
     * One parameter.
     *
     * @param name unique in the network
     * @param shape as the operation wants it
     * @param offset of its first value in the vector
     */
    public record Part(String name, List<Long> shape, int offset) {
        /** Keeps the shape as it is now. */
        public Part {
            shape = List.copyOf(shape);
        }

        /** Returns how many numbers it has. */
        public int size() {
            return Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
        }

        boolean kernel() {
            return shape.size() > 1;
        }
    }

    /** A convolution with what follows it: where it is, how many channels go in and come out. */
    record Convolution(String name, int in, int out, boolean last) {}

    private final UNetShape shape;
    private final Map<String, Part> weights = new LinkedHashMap<>();
    private final Map<String, Part> statistics = new LinkedHashMap<>();

    private ParameterLayout(UNetShape shape) {
        this.shape = shape;
        for (Convolution convolution : convolutions(shape)) {
            add(convolution);
        }
    }

    /** Returns where the parameters of a network lie. */
    public static ParameterLayout of(UNetShape shape) {
        return new ParameterLayout(shape);
    }

    /** Returns the convolutions in the order in which an image passes them. */
    static List<Convolution> convolutions(UNetShape shape) {
        List<Convolution> all = new ArrayList<>();
        int in = shape.channels();
        for (int level = 0; level < shape.levels(); level++) {
            in = block(all, "down" + level, in, shape.filters(level));
        }
        for (int level = shape.levels() - 2; level >= 0; level--) {
            in = block(all, "up" + level, in + shape.filters(level), shape.filters(level));
        }
        all.add(new Convolution("last", in, shape.outputs(), true));
        return all;
    }

    private static int block(List<Convolution> all, String name, int in, int out) {
        all.add(new Convolution(name + "a", in, out, false));
        all.add(new Convolution(name + "b", out, out, false));
        return out;
    }

    private void add(Convolution convolution) {
        long side = convolution.last() ? 1 : 3;
        List<Long> kernel = new ArrayList<>();
        for (int axis = 0; axis < (shape.volume() ? 3 : 2); axis++) {
            kernel.add(side);
        }
        kernel.add((long) convolution.in());
        kernel.add((long) convolution.out());
        add(weights, convolution.name() + ".kernel", kernel);
        List<Long> vector = List.of((long) convolution.out());
        if (convolution.last() || shape.norm() == UNetShape.Norm.NONE) {
            add(weights, convolution.name() + ".bias", vector);
            return;
        }
        add(weights, convolution.name() + ".scale", vector);
        add(weights, convolution.name() + ".shift", vector);
        if (shape.norm() == UNetShape.Norm.BATCH) {
            add(statistics, convolution.name() + ".mean", vector);
            add(statistics, convolution.name() + ".variance", vector);
        }
    }

    private static void add(Map<String, Part> parts, String name, List<Long> shape) {
        parts.put(name, new Part(name, shape, size(parts)));
    }

    private static int size(Map<String, Part> parts) {
        return parts.values().stream()
                .reduce((first, second) -> second)
                .map(last -> Math.addExact(last.offset(), last.size()))
                .orElse(0);
    }

    /** Returns the network. */
    public UNetShape shape() {
        return shape;
    }

    /** Returns the trainable parameters, in order. */
    public List<Part> weights() {
        return List.copyOf(weights.values());
    }

    /** Returns the running statistics, in order; none without batch normalisation. */
    public List<Part> statistics() {
        return List.copyOf(statistics.values());
    }

    /** Returns a parameter or statistic by its name. */
    Part part(String name) {
        Part part = weights.containsKey(name) ? weights.get(name) : statistics.get(name);
        if (part == null) {
            throw new IllegalArgumentException("no parameter " + name);
        }
        return part;
    }

    /** Returns the number of trainable numbers. */
    int size() {
        return size(weights);
    }

    /** Returns the number of running statistics. */
    int statisticsSize() {
        return size(statistics);
    }

    /** Draws initial weights: kernels normal with variance 2 / inputs (He et al. 2015), scales 1, the rest 0. */
    public float[] initialWeights(long seed) {
        float[] values = new float[size()];
        for (Part part : weights.values()) {
            if (part.kernel()) {
                // a stream of its own for each kernel, so that a layer that is replaced leaves the others as they are
                Random random =
                        new Random(seed * 0x9E3779B97F4A7C15L + part.name().hashCode());
                double deviation = Math.sqrt(2.0 * part.shape().get(part.shape().size() - 1) / part.size());
                for (int i = 0; i < part.size(); i++) {
                    values[part.offset() + i] = (float) (random.nextGaussian() * deviation);
                }
            } else if (part.name().endsWith(".scale")) {
                java.util.Arrays.fill(values, part.offset(), part.offset() + part.size(), 1);
            }
        }
        return values;
    }

    /** Returns statistics of activations with mean 0 and variance 1. */
    public float[] initialStatistics() {
        float[] values = new float[statisticsSize()];
        for (Part part : statistics.values()) {
            if (part.name().endsWith(".variance")) {
                java.util.Arrays.fill(values, part.offset(), part.offset() + part.size(), 1);
            }
        }
        return values;
    }

    /** Returns 1 for every number of a kernel and 0 for all others: what weight decay shrinks. */
    float[] decayed() {
        float[] values = new float[size()];
        for (Part part : weights.values()) {
            if (part.kernel()) {
                java.util.Arrays.fill(values, part.offset(), part.offset() + part.size(), 1);
            }
        }
        return values;
    }
}
