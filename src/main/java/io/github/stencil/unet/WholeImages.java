package io.github.stencil.unet;

import io.github.stencil.Owned;
import io.github.stencil.Progress;
import io.github.stencil.axes.AxisImage;
import io.github.stencil.axes.Extent;
import io.github.stencil.axes.ImageSink;
import io.github.stencil.axes.ImageStore;
import io.github.stencil.axes.PixelType;
import io.github.stencil.model.Model;
import io.github.stencil.model.PredictionOutput;
import io.github.stencil.model.PredictionSettings;
import io.github.stencil.tensor.HostTensor;
import io.github.stencil.tensor.HostTensors;
import io.github.stencil.tensor.Precision;
import io.github.stencil.tensor.TensorGraph;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import org.tensorflow.Graph;

/**
 * Predicts whole images with a network that is still in training: planes through {@link Model}, from a temporary folder,
 * so that tiles and normalisation are those of Predict Masks; volumes in one piece.
 */
final class WholeImages implements Owned {
    private final Path folder;
    private int loads;

    WholeImages() {
        try {
            folder = Files.createTempDirectory("stencil-training");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A network that predicts until it is closed. */
    interface Loaded extends Owned {
        /** Predicts a 32-bit image with a channel of probabilities per output. */
        AxisImage probabilities(AxisImage image, ImageStore store, Progress progress);
    }

    Loaded load(NetworkFile network, UNetShape shape) {
        return shape.volume() ? new Volumes(network) : new Tiled(network, shape);
    }

    private final class Tiled implements Loaded {
        /** A folder of its own: what is loaded is known by its folder and time, and times can be coarse. */
        private final Path place = folder.resolve("network" + ++loads);

        private final Model model;

        Tiled(NetworkFile network, UNetShape shape) {
            try {
                Files.createDirectories(place);
                Files.write(place.resolve(ModelFolder.GRAPH), network.bytes());
                ModelCardText.of("", "", "", List.of(), shape).write(place);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            model = Model.open(place);
        }

        @Override
        public AxisImage probabilities(AxisImage image, ImageStore store, Progress progress) {
            Progress ticks = (done, total) -> progress.step(0, 0); // tiles of one image are not how far training is
            return model.predict(
                    image, PredictionSettings.USUAL.withOutput(PredictionOutput.PROBABILITIES), store, ticks);
        }

        @Override
        public void close() {
            delete(place);
        }
    }

    private static final class Volumes implements Loaded {
        private final TensorGraph session;

        Volumes(NetworkFile network) {
            Graph graph = new Graph();
            graph.importGraphDef(network.graph());
            session = TensorGraph.of(graph, Precision.FULL);
        }

        @Override
        public AxisImage probabilities(AxisImage image, ImageStore store, Progress progress) {
            Extent extent = image.extent();
            ImageSink sink = null;
            for (int t = 0; t < extent.frames(); t++) {
                progress.step(0, 0);
                try (HostTensor pixels = pixels(image, t);
                        HostTensors out =
                                session.run(Map.of(NetworkFile.RAW_PIXELS, pixels), NetworkFile.RAW_PROBABILITIES)) {
                    int outputs = (int) out.get(0).shape()[4];
                    if (sink == null) {
                        sink = store.create(image.description()
                                .withType(PixelType.FLOAT32)
                                .withExtent(extent.withChannels(outputs), List.of()));
                    }
                    write(sink, out.get(0), t, outputs);
                }
            }
            if (sink == null) {
                throw new IllegalStateException("no frames");
            }
            return sink.finish();
        }

        private static HostTensor pixels(AxisImage image, int frame) {
            Extent extent = image.extent();
            int channels = extent.channels();
            int plane = Math.toIntExact(extent.planePixels());
            float[] values = new float[Math.multiplyExact(plane * channels, extent.slices())];
            for (int z = 0; z < extent.slices(); z++) {
                for (int c = 0; c < channels; c++) {
                    Object pixels = image.copy(extent.rows(0, extent.height() - 1, c, c, z, frame));
                    for (int i = 0; i < plane; i++) {
                        values[(z * plane + i) * channels + c] =
                                (float) image.type().get(pixels, i);
                    }
                }
            }
            return HostTensor.of(values, 1, extent.slices(), extent.height(), extent.width(), channels);
        }

        private static void write(ImageSink sink, HostTensor result, int frame, int outputs) {
            Extent extent = sink.description().extent();
            int plane = Math.toIntExact(extent.planePixels());
            float[] values = new float[plane * outputs];
            float[] planar = new float[plane * outputs];
            for (int z = 0; z < extent.slices(); z++) {
                result.copyTo(z * plane * outputs, values, 0, values.length);
                for (int i = 0; i < values.length; i++) {
                    planar[i % outputs * plane + i / outputs] = values[i];
                }
                Interval block = new FinalInterval(
                        new long[] {0, 0, 0, z, frame},
                        new long[] {extent.width() - 1L, extent.height() - 1L, outputs - 1L, z, frame});
                sink.write(block, (from, into, to, length) -> System.arraycopy(planar, from, into, to, length));
            }
        }

        @Override
        public void close() {
            session.close();
        }
    }

    @Override
    public void close() {
        delete(folder);
    }

    private static void delete(Path top) {
        try (Stream<Path> all = Files.walk(top)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            top.toFile().deleteOnExit(); // a temporary folder that stays is no reason to fail
        }
    }
}
