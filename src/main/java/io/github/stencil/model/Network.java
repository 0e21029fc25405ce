// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import io.github.stencil.Owned;
import io.github.stencil.StencilException;
import io.github.stencil.image.PixelType;
import io.github.stencil.model.engine.Engine;
import io.github.stencil.model.engine.OnnxEngine;
import io.github.stencil.model.engine.TensorFlowEngine;
import io.github.stencil.model.file.ModelFiles;
import io.github.stencil.model.graph.ModelSignature;
import io.github.stencil.model.graph.SavedModelGraph;
import io.github.stencil.model.step.Recipe;
import io.github.stencil.tensor.HostTensor;
import io.github.stencil.tensor.HostTensors;
import io.github.stencil.tensor.Precision;
import io.github.stencil.tensor.TensorGraph;
import io.github.stencil.tensor.chain.DeviceSession;
import io.github.stencil.tensor.chain.DeviceTensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;

/**
 * A model, loaded and ready to run on pixels of one type: normalisation before it and argmax, threshold and cutting to the
 * tile behind it are in the same graph. Thread-safe; closed by who has loaded it.
 */
final class Network implements Owned {
    /** What a run gives. */
    @SuppressWarnings("ImmutableEnumChecker") // nobody writes to the array
    enum Head {
        /** A label per pixel [N, Z, Y, X]: byte, short or float. */
        LABELS("labels", NetworkGraph.FINITE),
        /** 255 where the label is not 0, else 0 [N, Z, Y, X], bytes. */
        MASK("mask", NetworkGraph.FINITE),
        /** What the card's activation makes of the network's values, finite floats [N, Z, C, Y, X]. */
        PROBABILITIES("probabilities", NetworkGraph.FINITE),
        /**
         * Probabilities as shares of 65,535, without those of background where there are several channels
         * [N, Z, C or C - 1, Y, X], shorts.
         */
        SHARES("shares", NetworkGraph.FINITE),
        /** The network's own values as floats [N, Z, C, Y, X], which may be infinite. */
        VALUES("values", NetworkGraph.NUMBERS);

        private final String[] fetches;

        Head(String tensor, String sound) {
            fetches = new String[] {NetworkGraph.OUT + "/" + tensor, NetworkGraph.OUT + "/" + sound};
        }
    }

    /**
     * Which part of a window's output is wanted.
     *
     * @param z first slice, 0 for planes
     * @param y first row
     * @param x first column
     * @param depth slices, 1 for planes
     * @param height rows
     * @param width columns
     */
    record Core(int z, int y, int x, int depth, int height, int width) {
        /** All of a window's output, whatever its size. */
        static final Core ALL = new Core(0, 0, 0, -1, -1, -1);

        /** Returns where a tensor is cut, given its axes, or how much of it is kept. */
        private int[] slice(String axes, boolean sizes) {
            int[] numbers = new int[axes.length()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = switch (axes.charAt(i)) {
                    case 'z' -> sizes ? depth : z;
                    case 'y' -> sizes ? height : y;
                    case 'x' -> sizes ? width : x;
                    default -> sizes ? -1 : 0;
                };
            }
            return numbers;
        }
    }

    private final ModelSignature signature;
    private final Recipe recipe;
    private final Engine engine;

    private Network(ModelSignature signature, Recipe recipe, Engine engine) {
        this.signature = signature;
        this.recipe = recipe;
        this.engine = engine;
    }

    /**
     * Loads a model: its graph, then its weights, then what initialises it.
     *
     * @param type what the pixels are
     * @param recipe the steps from pixels to the network's input
     * @param tail what is made of its output
     * @param tta whether values are averaged over flips and quarter turns
     * @throws StencilException if TensorFlow refuses it
     */
    static Network load(
            SavedModelGraph model,
            ModelFiles files,
            PixelType type,
            Recipe recipe,
            Tail tail,
            Precision precision,
            boolean tta) {
        try {
            return new Network(model.signature(), recipe, engine(model, files, type, recipe, tail, precision, tta));
        } catch (StencilException e) {
            throw e;
        } catch (RuntimeException e) {
            throw StencilException.of(
                    e,
                    "TensorFlow cannot load %s: %s. Export the model again with a TensorFlow up to 2.18.",
                    files.given(),
                    firstLine(e));
        }
    }

    private static Engine engine(
            SavedModelGraph model,
            ModelFiles files,
            PixelType type,
            Recipe recipe,
            Tail tail,
            Precision precision,
            boolean tta) {
        if (files.onnx()) {
            return onnx(model.signature(), files, type, recipe, tail, precision, tta);
        }
        Graph graph = new Graph();
        try {
            GraphDef whole = NetworkGraph.withNormalization(model, type, recipe);
            List<Symmetry> symmetries = tta ? Symmetry.of(model.signature()) : List.of(Symmetry.NONE);
            graph.importGraphDef(Symmetry.add(whole, NetworkGraph.NETWORK_INPUT, model.signature(), symmetries));
            Ops tf = Ops.create(graph).withSubScope("stencil_mean");
            NetworkGraph.addHeads(
                    graph, model.signature(), tail, Symmetry.mean(tf, graph, model.signature(), symmetries));
        } catch (RuntimeException e) {
            graph.close();
            throw e;
        }
        return TensorFlowEngine.load(TensorGraph.of(graph, precision), model, files); // which has the graph now
    }

    /** Loads a network for ONNX Runtime, with graphs for TensorFlow before and behind it. */
    private static Engine onnx(
            ModelSignature signature,
            ModelFiles files,
            PixelType type,
            Recipe recipe,
            Tail tail,
            Precision precision,
            boolean tta) {
        if (tta) {
            throw StencilException.of(
                    "%s is an ONNX model, whose values are not averaged over flips and turns yet. Switch tta off.",
                    files.given());
        }
        DataType fed = signature.inputType() == DataType.DT_UINT8 ? DataType.DT_UINT8 : DataType.DT_FLOAT;
        Graph before = new Graph();
        before.importGraphDef(NetworkGraph.before(signature, fed, type, recipe));
        Graph behind = new Graph();
        long[] any = new long[signature.outputAxes().length()];
        Arrays.fill(any, -1);
        Ops tf = Ops.create(behind).withSubScope("stencil_between");
        NetworkGraph.addHeads(
                behind,
                signature,
                tail,
                tf.withName("given").placeholder(TFloat32.class, Placeholder.shape(Shape.of(any))));
        OnnxEngine.Steps steps = new OnnxEngine.Steps(
                TensorGraph.of(before, precision),
                TensorGraph.of(behind, precision),
                NetworkGraph.NETWORK_INPUT,
                "stencil_between/given",
                NetworkGraph.IN + "/");
        return OnnxEngine.load(files.graph(), signature, steps, files.given());
    }

    ModelSignature signature() {
        return signature;
    }

    Recipe recipe() {
        return recipe;
    }

    /**
     * Runs the network on windows.
     *
     * @param pixels [N, Z, C, Y, X], with one slice for networks that take planes; still the caller's
     * @param scale for each measured step what to subtract and what to divide by, [steps, 2, N, C] flattened
     * @param core the part that is wanted of each window
     * @param threshold from which on a one-channel value is inside
     * @return what was asked for, and for each window a byte, 0 where its values are not what they must be; the caller
     *     closes them
     */
    HostTensors run(HostTensor pixels, float[] scale, Core core, double threshold, Head head) {
        try (Feeds feeds = new Feeds(pixels, scale, core, threshold)) {
            return engine.run(feeds.map, head.fetches);
        }
    }

    /** Makes the network's weights part of a session in which it is to run. */
    void start(DeviceSession device, String key) {
        engine.start(device, key);
    }

    /** Runs the network as {@link #run} does on windows that stay on the device, as what it gives does. */
    List<DeviceTensor> run(String key, DeviceTensor pixels, float[] scale, Core core, double threshold, Head head) {
        long[] shape = pixels.shape();
        try (Feeds feeds = new Feeds(shape[0], shape[2], scale, core, threshold)) {
            return engine.run(
                    pixels.session(), key, Map.of(NetworkGraph.IN + "/pixels", pixels), feeds.map, head.fetches);
        }
    }

    /** Runs the network as {@link #run} does and returns the bytes that TensorFlow held at most while doing so. */
    TensorGraph.Measured measure(HostTensor pixels, float[] scale, Core core, double threshold, Head head) {
        try (Feeds feeds = new Feeds(pixels, scale, core, threshold)) {
            return engine.measure(feeds.map, head.fetches);
        }
    }

    @Override
    public void close() {
        engine.close();
    }

    /** The tensors of one run. */
    private final class Feeds implements Owned {
        private final Map<String, HostTensor> map = new LinkedHashMap<>();
        private final HostTensors mine;

        Feeds(HostTensor pixels, float[] scale, Core core, double threshold) {
            this(pixels.shape()[0], pixels.shape()[2], scale, core, threshold);
            map.put(NetworkGraph.IN + "/pixels", pixels);
        }

        /** All but the pixels. */
        Feeds(long samples, long channels, float[] scale, Core core, double threshold) {
            int[] begin = core.slice(signature.outputAxes(), false);
            int[] size = core.slice(signature.outputAxes(), true);
            int count = Math.toIntExact(samples * channels);
            for (int i = 0; i < recipe.measured().size(); i++) {
                float[] low = Arrays.copyOfRange(scale, 2 * i * count, (2 * i + 1) * count);
                float[] range = Arrays.copyOfRange(scale, (2 * i + 1) * count, (2 * i + 2) * count);
                map.put(NetworkGraph.low(i), HostTensor.of(low, samples, 1, channels, 1, 1));
                map.put(NetworkGraph.range(i), HostTensor.of(range, samples, 1, channels, 1, 1));
            }
            map.put(NetworkGraph.OUT + "/begin", HostTensor.of(begin, begin.length));
            map.put(NetworkGraph.OUT + "/size", HostTensor.of(size, size.length));
            map.put(NetworkGraph.OUT + "/threshold", HostTensor.of(new float[] {(float) threshold}));
            mine = new HostTensors(List.copyOf(map.values()));
        }

        @Override
        public void close() {
            mine.close();
        }
    }

    /** Returns what TensorFlow says, without the trace behind it. */
    static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse(e.getClass().getSimpleName());
    }
}
