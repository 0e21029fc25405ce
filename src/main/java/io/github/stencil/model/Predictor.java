package io.github.stencil.model;

import io.github.stencil.Owned;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.axes.AxisImage;
import io.github.stencil.axes.Extent;
import io.github.stencil.axes.ImageSink;
import io.github.stencil.axes.ImageStore;
import io.github.stencil.axes.PixelType;
import io.github.stencil.axes.Receipts;
import io.github.stencil.tensor.HostTensor;
import io.github.stencil.tensor.HostTensors;
import io.github.stencil.tensor.TensorRuntime;
import io.github.stencil.tile.BlockWriter;
import io.github.stencil.tile.Pipeline;
import io.github.stencil.tile.Span;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.DataType;

/**
 * Predicts one image: cuts its planes or volumes into tiles that fit into memory, and has reading, computing and writing overlap.
 *
 * <p>Where TensorFlow still runs out of memory, the tiles that are left are halved, and it goes on.
 */
final class Predictor {
    private final Model model;
    private final AxisImage image;
    private final PredictionSettings settings;
    private final Progress progress;
    private final Recipe recipe;

    Predictor(Model model, AxisImage image, PredictionSettings settings, Progress progress) {
        this.model = model;
        this.image = image;
        this.settings = settings;
        this.progress = progress;
        recipe = settings.normalization()
                .map(chosen -> Recipe.of(chosen, image.type()))
                .orElseGet(() -> model.recipe(image.type()));
        check();
    }

    AxisImage run(ImageStore store) {
        TensorRuntime.load(progress);
        try (LoadedModels.Lease lease = model.load(image, settings, recipe)) {
            Network network = lease.network();
            int channels = image.extent().channels();
            ReceptiveField field = field(network);
            Probe probe = lease.probe(() -> Probe.of(network, image.type(), channels, field));
            ModelSignature sizes = model.sizesFor(image.extent(), field);
            if (model.signature().volume() && image.extent().slices() == 1) {
                progress.say("The model takes volumes but the image is one plane: it is repeated along Z.");
            }
            Planner planner = grain -> TilePlan.of(image.extent(), sizes, field, probe, settings, grain);
            return predict(store, network::run, probe, planner);
        }
    }

    /** What runs the network; a seam for tests that let memory run out. */
    @FunctionalInterface
    interface Runner {
        HostTensors run(HostTensor pixels, float[] scale, Network.Core core, double threshold, Network.Head head);
    }

    /** Chooses tiles for a result that is written in pieces of some size. */
    @FunctionalInterface
    interface Planner {
        TilePlan plan(Extent grain);
    }

    AxisImage predict(ImageStore store, Runner runner, Probe probe, Planner planner) {
        PredictionResult result = new PredictionResult(model, image, settings.output(), probe.channels());
        Pipelined work = new Pipelined(runner, result.head(), new StepScales(image, recipe, store.receipts("scales")));
        try (ImageSink sink = store.create(result.description())) {
            TilePlan plan = plan(planner, sink, store.receipts("predict"));
            BlockWriter writer =
                    BlockWriter.of(sink, plan.blocks(sink.description().extent(), sink.grain()));
            List<TileBatch> batches = new ArrayList<>();
            for (Interval block : writer.missing()) {
                batches.addAll(plan.batches(block));
            }
            while (!batches.isEmpty()) {
                Set<TileBatch> left = new LinkedHashSet<>(batches);
                try {
                    Pipeline.run(
                            batches,
                            work::read,
                            work::compute,
                            (batch, labels) -> {
                                write(writer, sink, batch, labels);
                                left.remove(batch);
                            },
                            progress);
                    batches = List.of();
                } catch (TFResourceExhaustedException e) {
                    plan = plan.halved();
                    batches = plan.batches(List.copyOf(left));
                    progress.say("Memory ran out: going on with tiles of %d pixels.".formatted(plan.tile()));
                }
            }
            return sink.finish(progress);
        }
    }

    /** Chooses tiles, or takes those that an earlier run has chosen, whatever memory was free then. */
    private TilePlan plan(Planner planner, ImageSink sink, Receipts receipts) {
        TilePlan plan = planner.plan(BlockWriter.isAnywhere(sink) ? Extent.PIXEL : sink.grain());
        plan.warnings().forEach(progress::say);
        Optional<byte[]> before = receipts.find("tiles");
        if (before.isPresent()) {
            int[] choice = new int[before.get().length / Integer.BYTES];
            ByteBuffer.wrap(before.get()).asIntBuffer().get(choice);
            return plan.chosen(choice);
        }
        int[] choice = plan.choice();
        ByteBuffer bytes = ByteBuffer.allocate(choice.length * Integer.BYTES);
        bytes.asIntBuffer().put(choice);
        receipts.put("tiles", bytes.array());
        return plan;
    }

    private static void write(BlockWriter writer, ImageSink sink, TileBatch batch, HostTensors labels) {
        HostTensor values = labels.get(0);
        int channels = sink.description().extent().channels();
        Network.Core core = batch.core();
        int size = channels * core.depth() * core.height() * core.width();
        for (int i = 0; i < batch.tiles().size(); i++) {
            Tile tile = batch.tiles().get(i);
            int from = i * size;
            Interval block = new FinalInterval(
                    new long[] {tile.x().min(), tile.y().min(), 0, tile.z().min(), tile.frame()}, new long[] {
                        tile.x().max(), tile.y().max(), channels - 1L, tile.z().max(), tile.frame()
                    });
            writer.write(block, (at, into, to, length) -> values.copyTo(from + at, into, to, length));
        }
    }

    /** Windows as tensors, with what they are scaled by. */
    private static final class Windows implements Owned {
        private final HostTensor pixels;
        private final float[] scale;
        private final Network.Core core;

        Windows(HostTensor pixels, float[] scale, Network.Core core) {
            this.pixels = pixels;
            this.scale = scale;
            this.core = core;
        }

        @Override
        public void close() {
            pixels.close();
        }
    }

    /** The stages of the pipeline. */
    private final class Pipelined {
        private final Runner runner;
        private final Network.Head head;
        private final StepScales scales;

        Pipelined(Runner runner, Network.Head head, StepScales scales) {
            this.runner = runner;
            this.head = head;
            this.scales = scales;
        }

        Windows read(TileBatch batch) {
            Tile first = batch.tiles().get(0);
            int channels = image.extent().channels();
            int samples = batch.tiles().size();
            int size = channels * first.window();
            HostTensor pixels = HostTensor.create(
                    image.type().createArray(0).getClass(),
                    samples,
                    first.z().window(),
                    channels,
                    first.y().window(),
                    first.x().window());
            float[] scale = new float[recipe.measured().size() * 2 * samples * channels];
            for (int i = 0; i < samples; i++) {
                Tile tile = batch.tiles().get(i);
                pixels.copyFrom((long) i * size, TileWindow.copy(image, tile), 0, size);
                List<PlaneScale> plane = scale(tile);
                for (int step = 0; step < plane.size(); step++) {
                    for (int c = 0; c < channels; c++) {
                        int at = (2 * step * samples + i) * channels + c;
                        scale[at] = plane.get(step).low().get(c);
                        scale[at + samples * channels] = plane.get(step).range().get(c);
                    }
                }
            }
            return new Windows(pixels, scale, batch.core());
        }

        /** Returns what a tile's pixels are scaled by: the same for all tiles of a plane, or of a volume. */
        private List<PlaneScale> scale(Tile tile) {
            Extent extent = image.extent();
            Span slices =
                    model.signature().volume() ? new Span(0, extent.slices() - 1, 0, extent.slices() - 1) : tile.z();
            return scales.of(slices, tile.frame());
        }

        HostTensors compute(Windows windows) {
            try {
                return runner.run(windows.pixels, windows.scale, windows.core, settings.threshold(), head);
            } catch (TFResourceExhaustedException e) {
                throw e;
            } catch (TensorFlowException e) {
                throw StencilException.of(
                        "The network failed on \"%s\": %s. Look at Stencil Model Info, or choose another tile.",
                        image.title(), Network.firstLine(e));
            }
        }
    }

    private ReceptiveField field(Network network) {
        ReceptiveField known = model.field()
                .orElseGet(() -> settings.overlap() >= 0 && model.card().step() > 0
                        ? model.card().field(settings.overlap())
                        : MeasuredField.of(network, image.type(), image.extent().channels()));
        return settings.overlap() < 0 ? known : known.withHalo(settings.overlap());
    }

    private void check() {
        ModelSignature signature = model.signature();
        int channels = image.extent().channels();
        if (signature.channels() > 0 && signature.channels() != channels) {
            throw StencilException.of(
                    "\"%s\" has %d channel%s but the model takes %d. %s, or pick a model trained on %d.",
                    image.title(),
                    channels,
                    channels == 1 ? "" : "s",
                    signature.channels(),
                    channels > signature.channels() ? "Split the channels" : "Merge the channels that it wants",
                    channels);
        }
        if (signature.volume() && image.extent().slices() == 1 && image.extent().frames() > 1) {
            throw StencilException.of(
                    "\"%s\" has 1 slice and %d frames but the model takes volumes. If the frames are slices, say so with Image > Properties.",
                    image.title(), image.extent().frames());
        }
        if (signature.batch() > 1) {
            throw StencilException.of(
                    "The model takes exactly %d images at a time. Export it with a free number of samples, or with one.",
                    signature.batch());
        }
        boolean bytes = signature.inputType() == DataType.DT_UINT8;
        if (bytes && image.type() != PixelType.UINT8 && recipe.steps().isEmpty()) {
            throw StencilException.of(
                    "\"%s\" is %d-bit but the model takes 8-bit pixels. Convert the image to 8-bit.",
                    image.title(), image.type().bits());
        }
        if (bytes && settings.normalization().isPresent() && !recipe.steps().isEmpty()) {
            throw StencilException.of(
                    "The model takes 8-bit pixels as they are, so the normalization %s cannot be used. Choose From model or None.",
                    settings.normalization().get().method());
        }
        if (recipe.channels() > 1 && recipe.channels() != channels) {
            throw StencilException.of(
                    "\"%s\" has %d channel%s but the model's preprocessing is made for %d. Give an image with %d channels.",
                    image.title(), channels, channels == 1 ? "" : "s", recipe.channels(), recipe.channels());
        }
        PredictionResult.check(model, settings.output());
        if (settings.tta() && !model.after().isEmpty()) {
            throw new StencilException(
                    "The model's package has steps after the network, of which a mean over flips and turns makes no sense. Switch tta off.");
        }
        if (settings.tta() && (model.meaning() == Meaning.LABELS || signature.integer())) {
            throw new StencilException(
                    "The model gives labels, which have no mean over flips and turns. Switch tta off.");
        }
    }
}
