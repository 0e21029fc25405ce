// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.nn.Conv2d;
import org.tensorflow.op.nn.Conv2dBackpropInput;
import org.tensorflow.op.nn.Conv3dBackpropInput;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/** Writes small SavedModels with seeded weights for tests. */
public final class SavedModels {
    /** The layers of a network, from its input on. */
    public interface Layers {
        Operand<? extends TType> apply(Net net, Operand<TFloat32> image);
    }

    /** Layers with seeded weights; NHWC unless said. */
    public static final class Net {
        public final Ops tf;
        private final Random random;
        private final String format;

        Net(Ops tf, long seed, String format) {
            this.tf = tf;
            this.random = new Random(seed);
            this.format = format;
        }

        public Operand<TFloat32> weights(long... shape) {
            int size = (int) java.util.stream.LongStream.of(shape).reduce(1, (a, b) -> a * b);
            float[] values = new float[size];
            double scale = Math.sqrt(2.0 / (size / (double) shape[shape.length - 1]));
            for (int i = 0; i < size; i++) {
                values[i] = (float) (random.nextGaussian() * scale);
            }
            return tf.constant(Shape.of(shape), DataBuffers.of(values));
        }

        public Operand<TFloat32> conv(Operand<TFloat32> image, int kernel, int in, int out, int stride, int dilation) {
            List<Long> strides = format.equals("NHWC")
                    ? List.of(1L, (long) stride, (long) stride, 1L)
                    : List.of(1L, 1L, (long) stride, (long) stride);
            List<Long> dilations = format.equals("NHWC")
                    ? List.of(1L, (long) dilation, (long) dilation, 1L)
                    : List.of(1L, 1L, (long) dilation, (long) dilation);
            return tf.nn.conv2d(
                    image,
                    weights(kernel, kernel, in, out),
                    strides,
                    "SAME",
                    Conv2d.dataFormat(format),
                    Conv2d.dilations(dilations));
        }

        public Operand<TFloat32> relu(Operand<TFloat32> image) {
            return tf.nn.relu(image);
        }

        public Operand<TFloat32> pool(Operand<TFloat32> image) {
            return tf.nn.maxPool(
                    image, tf.constant(new int[] {1, 2, 2, 1}), tf.constant(new int[] {1, 2, 2, 1}), "SAME");
        }

        public Operand<TFloat32> up(Operand<TFloat32> image) {
            Operand<TInt32> size = tf.math.mul(
                    tf.stridedSlice(
                            tf.shape(image),
                            tf.constant(new int[] {1}),
                            tf.constant(new int[] {3}),
                            tf.constant(new int[] {1})),
                    tf.constant(new int[] {2, 2}));
            return tf.image.resizeNearestNeighbor(image, size);
        }

        public Operand<TFloat32> upTransposed(Operand<TFloat32> image, int channels) {
            Operand<TInt32> shape = tf.shape(image);
            Operand<TInt32> factor = tf.constant(new int[] {1, 2, 2, 1});
            return tf.nn.conv2dBackpropInput(
                    tf.math.mul(shape, factor),
                    weights(2, 2, channels, channels),
                    image,
                    List.of(1L, 2L, 2L, 1L),
                    "SAME",
                    new Conv2dBackpropInput.Options[0]);
        }

        public Operand<TFloat32> join(Operand<TFloat32> a, Operand<TFloat32> b) {
            return tf.concat(List.of(a, b), tf.constant(3));
        }

        /** A 3D convolution, NDHWC. */
        public Operand<TFloat32> conv3(Operand<TFloat32> volume, int depth, int side, int in, int out, int... strides) {
            List<Long> steps = strides.length == 0
                    ? List.of(1L, 1L, 1L, 1L, 1L)
                    : List.of(1L, (long) strides[0], (long) strides[1], (long) strides[1], 1L);
            return tf.nn.conv3d(volume, weights(depth, side, side, in, out), steps, "SAME");
        }

        public Operand<TFloat32> pool3(Operand<TFloat32> volume, long depth, long side) {
            List<Long> size = List.of(1L, depth, side, side, 1L);
            return tf.nn.maxPool3d(volume, size, size, "SAME");
        }

        /** Repeats slices, rows and columns one after the other, as Keras does. */
        public Operand<TFloat32> up3(Operand<TFloat32> volume, int depth, int side) {
            Operand<TFloat32> result = volume;
            int[] factors = {depth, side, side};
            for (int axis = 1; axis <= 3; axis++) {
                int[] multiples = {1, 1, 1, 1, 1, 1};
                multiples[axis + 1] = factors[axis - 1];
                int[] larger = {1, 1, 1, 1, 1};
                larger[axis] = factors[axis - 1];
                Operand<TInt32> shape = tf.math.mul(tf.shape(result), tf.constant(larger));
                Operand<TFloat32> repeated =
                        tf.tile(tf.expandDims(result, tf.constant(axis + 1)), tf.constant(multiples));
                result = tf.reshape(repeated, shape);
            }
            return result;
        }

        /** Enlarges by two resizes of merged axes. */
        public Operand<TFloat32> up3Resized(Operand<TFloat32> volume, int depth, int side) {
            Operand<TInt32> b = size(volume, 0);
            Operand<TInt32> z = size(volume, 1);
            Operand<TInt32> y = size(volume, 2);
            Operand<TInt32> x = size(volume, 3);
            Operand<TInt32> c = size(volume, 4);
            Operand<TInt32> y2 = tf.math.mul(y, tf.constant(side));
            Operand<TInt32> x2 = tf.math.mul(x, tf.constant(side));
            Operand<TInt32> z2 = tf.math.mul(z, tf.constant(depth));
            Operand<TFloat32> planes = tf.reshape(volume, tf.stack(List.of(tf.math.mul(b, z), y, x, c)));
            Operand<TFloat32> larger = tf.image.resizeNearestNeighbor(planes, tf.stack(List.of(y2, x2)));
            Operand<TInt32> flat = tf.math.mul(y2, x2);
            Operand<TFloat32> columns = tf.reshape(larger, tf.stack(List.of(b, z, flat, c)));
            Operand<TFloat32> deeper = tf.image.resizeNearestNeighbor(columns, tf.stack(List.of(z2, flat)));
            return tf.reshape(deeper, tf.stack(List.of(b, z2, y2, x2, c)));
        }

        private Operand<TInt32> size(Operand<TFloat32> tensor, int axis) {
            return tf.gather(tf.shape(tensor), tf.constant(axis), tf.constant(0));
        }

        public Operand<TFloat32> up3Transposed(Operand<TFloat32> volume, int depth, int side, int channels) {
            Operand<TInt32> shape = tf.math.mul(tf.shape(volume), tf.constant(new int[] {1, depth, side, side, 1}));
            return tf.nn.conv3dBackpropInput(
                    shape,
                    weights(depth, side, side, channels, channels),
                    volume,
                    List.of(1L, (long) depth, (long) side, (long) side, 1L),
                    "SAME",
                    new Conv3dBackpropInput.Options[0]);
        }

        /** A 3D U-Net of three levels that pools slices less than rows and columns. */
        public Operand<TFloat32> unet3(Operand<TFloat32> volume, int in, int out) {
            Operand<TFloat32> a = relu(conv3(volume, 3, 3, in, 4));
            Operand<TFloat32> b = relu(conv3(pool3(a, 1, 2), 3, 3, 4, 6));
            Operand<TFloat32> c = relu(conv3(pool3(b, 2, 2), 3, 3, 6, 6));
            Operand<TFloat32> d = relu(conv3(tf.concat(List.of(b, up3(c, 2, 2)), tf.constant(4)), 3, 3, 12, 6));
            Operand<TFloat32> e = relu(conv3(tf.concat(List.of(a, up3(d, 1, 2)), tf.constant(4)), 3, 3, 10, 4));
            return conv3(e, 1, 1, 4, out);
        }

        /** A U-Net of three levels. */
        public Operand<TFloat32> unet(Operand<TFloat32> image, int in, int out) {
            Operand<TFloat32> a = relu(conv(image, 3, in, 6, 1, 1));
            Operand<TFloat32> b = relu(conv(pool(a), 3, 6, 8, 1, 1));
            Operand<TFloat32> c = relu(conv(pool(b), 3, 8, 8, 1, 1));
            Operand<TFloat32> d = relu(conv(join(b, up(c)), 3, 16, 6, 1, 1));
            return conv(relu(conv(join(a, up(d)), 3, 12, 6, 1, 1)), 1, 6, out, 1, 1);
        }
    }

    private SavedModels() {}

    /** Writes a U-Net for one channel and two classes, of a few kilobytes. */
    public static Path small(Path folder) {
        return write(folder, 1, 1, (net, image) -> net.tf.nn.softmax(net.unet(image, 1, 2)));
    }

    /** Writes a U-Net for one channel and one class of probabilities, which takes windows of one size only. */
    public static Path fixedWindow(Path folder, int window) {
        return write(folder, 1, "NHWC", new long[] {-1, window, window, 1}, (net, image) -> {
            Operand<TFloat32> a = net.relu(net.conv(net.relu(net.conv(image, 3, 1, 8, 1, 1)), 3, 8, 8, 1, 1));
            Operand<TFloat32> b = net.relu(net.conv(net.relu(net.conv(net.pool(a), 3, 8, 16, 1, 1)), 3, 16, 16, 1, 1));
            Operand<TFloat32> c = net.relu(net.conv(net.relu(net.conv(net.pool(b), 3, 16, 32, 1, 1)), 3, 32, 32, 1, 1));
            Operand<TFloat32> d = net.join(b, net.upTransposed(c, 32));
            Operand<TFloat32> e = net.relu(net.conv(net.relu(net.conv(d, 3, 48, 16, 1, 1)), 3, 16, 16, 1, 1));
            Operand<TFloat32> f = net.join(a, net.upTransposed(e, 16));
            Operand<TFloat32> g = net.relu(net.conv(net.relu(net.conv(f, 3, 24, 8, 1, 1)), 3, 8, 8, 1, 1));
            return net.tf.math.sigmoid(net.conv(g, 1, 8, 1, 1, 1));
        });
    }

    /** Writes a float model for NHWC images of any size. */
    public static Path write(Path folder, long seed, int channels, Layers layers) {
        return write(folder, seed, "NHWC", new long[] {-1, -1, -1, channels}, layers);
    }

    /** Writes a float model for volumes [N, Z, Y, X, C] of any size. */
    static Path writeVolume(Path folder, long seed, int channels, Layers layers) {
        return write(folder, seed, "NDHWC", new long[] {-1, -1, -1, -1, channels}, layers);
    }

    /** Writes a float model for images of a shape. */
    public static Path write(Path folder, long seed, String format, long[] shape, Layers layers) {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Placeholder<TFloat32> image =
                    tf.withName("image").placeholder(TFloat32.class, Placeholder.shape(Shape.of(shape)));
            Operand<? extends TType> output = layers.apply(new Net(tf, seed, format), image);
            tf.withName("out").identity(output);
            return save(folder, graph, List.of(info("image", DataType.DT_FLOAT, shape)), outInfo(output));
        }
    }

    /**
     * Writes a float model for NHWC images of any size with several outputs, each of its own name.
     *
     * @param heads OUTPUT, of the usual signature, or SIGNATURE/OUTPUT, with the layers that lead to it
     */
    static Path writeHeads(Path folder, int channels, Map<String, Layers> heads) {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Placeholder<TFloat32> image =
                    tf.withName("image").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1, -1, channels)));
            MetaGraphDef.Builder model = MetaGraphDef.newBuilder();
            Map<String, SignatureDef.Builder> signatures = new LinkedHashMap<>();
            heads.forEach((path, layers) -> {
                String signature = path.contains("/") ? path.substring(0, path.indexOf('/')) : "serving_default";
                String name = path.substring(path.indexOf('/') + 1);
                Operand<? extends TType> output = layers.apply(new Net(tf, 7, "NHWC"), image);
                String tensor = path.replace('/', '_') + "_tensor";
                tf.withName(tensor).identity(output);
                TensorInfo info =
                        outInfo(output).toBuilder().setName(tensor + ":0").build();
                signatures
                        .computeIfAbsent(
                                signature,
                                key -> SignatureDef.newBuilder()
                                        .putInputs("image", info("image", DataType.DT_FLOAT, -1, -1, -1, channels)))
                        .putOutputs(name, info);
            });
            model.setGraphDef(graph.toGraphDef());
            signatures.forEach((name, signature) -> model.putSignatureDef(name, signature.build()));
            return save(folder, model);
        }
    }

    static TensorInfo outInfo(Operand<? extends TType> output) {
        return info(
                "out",
                DataType.forNumber(output.asOutput().dataType().getNumber()),
                output.shape().asArray());
    }

    static TensorInfo info(String name, DataType type, long... shape) {
        TensorShapeProto.Builder sizes = TensorShapeProto.newBuilder();
        for (long size : shape) {
            sizes.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
        }
        return TensorInfo.newBuilder()
                .setName(name + ":0")
                .setDtype(type)
                .setTensorShape(sizes)
                .build();
    }

    static Path save(Path folder, Graph graph, List<TensorInfo> inputs, TensorInfo output) {
        SignatureDef.Builder signature = SignatureDef.newBuilder().setMethodName("tensorflow/serving/predict");
        inputs.forEach(info -> signature.putInputs(info.getName().replace(":0", ""), info));
        signature.putOutputs("out", output);
        MetaGraphDef.Builder model = MetaGraphDef.newBuilder()
                .setGraphDef(graph.toGraphDef())
                .putSignatureDef("serving_default", signature.build());
        return save(folder, model);
    }

    private static Path save(Path folder, MetaGraphDef.Builder model) {
        model.getMetaInfoDefBuilder().addTags("serve");
        SavedModel saved = SavedModel.newBuilder()
                .setSavedModelSchemaVersion(1)
                .addMetaGraphs(model)
                .build();
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve("saved_model.pb"), saved.toByteArray());
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
