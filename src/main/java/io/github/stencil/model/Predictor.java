// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageSink;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.PixelType;
import io.github.stencil.image.Space;
import io.github.stencil.model.field.ReceptiveField;
import io.github.stencil.model.scale.PlaneScale;
import io.github.stencil.model.scale.StepScales;
import io.github.stencil.model.step.Recipe;
import io.github.stencil.tensor.HostTensor;
import io.github.stencil.tensor.HostTensors;
import io.github.stencil.tensor.TensorRuntime;
import io.github.stencil.tile.BlockWriter;
import io.github.stencil.work.Key;
import io.github.stencil.work.Part;
import io.github.stencil.work.Pipeline;
import io.github.stencil.work.Receipts;
import io.github.stencil.work.Workplace;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.exceptions.TensorFlowException;

/**
 * Predicts one image: cuts its planes or volumes into tiles that fit into memory, and has reading, computing and writing overlap.
 *
 * <p>Where TensorFlow or Java still runs out of memory, the tiles that are left are halved, and it goes on.
 */
final class Predictor {
    private final ReadModel model;
    private final AxisImage image;
    private final PredictionSettings settings;
    private final Progress progress;
    private final Recipe recipe;
    private final boolean judged;

    Predictor(ReadModel model, AxisImage image, PredictionSettings settings, Progress progress) {
        this(model, image, settings, progress, true);
    }

    /**
     * Creates a predictor.
     *
     * @param judged whether what is no number is refused
     */
    Predictor(ReadModel model, AxisImage image, PredictionSettings settings, Progress progress, boolean judged) {
        this.model = model;
        this.judged = judged;
        this.image = image.rounded();
        this.settings = settings;
        this.progress = progress;
        recipe = recipe(model, image.type(), settings);
        PredictionCheck.of(model, image.description(), settings, recipe);
    }

    /** Returns the steps from pixels to the network's input. */
    static Recipe recipe(ReadModel model, PixelType type, PredictionSettings settings) {
        return settings.normalization().map(chosen -> Recipe.of(chosen, type)).orElseGet(() -> model.recipe(type));
    }

    AxisImage run(ImageStore store) {
        model.heads().note().ifPresent(progress::say);
        if (settings.normalization().isEmpty()) {
            model.scaling().ifPresent(scaling -> progress.say(scaling.note(image.description())));
        }
        TensorRuntime.load(progress);
        try (LoadedModels.Lease lease = LoadedModels.borrow(model, image.description(), settings, recipe, progress)) {
            Network network = lease.network();
            int channels = image.extent().channels();
            ReceptiveField field = tried(() -> field(model, network, image.description(), settings));
            Probe probe = tried(() -> lease.probe(() -> Probe.of(network, image.type(), channels, model.sizes(field))));
            PredictionResult.checkChannels(model, settings.output(), probe.channels());
            if (model.head().guessed() && settings.output() != PredictionOutput.RAW) {
                progress.say(ModelHead.note(probe.channels()));
            }
            if (model.signature().volume() && image.extent().slices() == 1) {
                progress.say("The model takes volumes but the image is one plane: it is repeated along Z.");
            }
            Planner planner = grain -> TilePlan.of(image.extent(), model, field, probe, settings, grain);
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
        PredictionResult result = new PredictionResult(model, image.description(), settings.output(), probe.channels());
        Workplace place = store.work();
        Space space = model.signature().volume() ? Space.VOLUMES : Space.PLANES;
        StepScales scales = new StepScales(image, recipe, space, place);
        Pipelined work = new Pipelined(runner, result.head(), scales);
        try (ImageSink sink = store.create(result.description())) {
            TilePlan plan = plan(planner, sink, place.receipts());
            BlockWriter writer =
                    BlockWriter.of(sink, plan.blocks(sink.description().extent(), sink.grain()));
            if (place.sharing().isShared()) {
                scales.measureAll(); // else when it is needed, so that computing does not wait for it
            }
            writer.each(blocks -> predict(blocks, plan, work, writer, sink));
            return sink.finish(progress);
        }
    }

    private void predict(List<Interval> blocks, TilePlan first, Pipelined work, BlockWriter writer, ImageSink sink) {
        TilePlan plan = first;
        List<TileBatch> batches = new ArrayList<>();
        for (Interval block : blocks) {
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
            } catch (TFResourceExhaustedException | OutOfMemoryError e) { // on the device, or on the host
                plan = plan.halved();
                batches = plan.batches(List.copyOf(left));
                progress.say("Memory ran out: going on with tiles of %d pixels."
                        .formatted(plan.axes().tile()));
            }
        }
    }

    /** Chooses tiles, or takes those that an earlier run has chosen, whatever memory was free then. */
    private TilePlan plan(Planner planner, ImageSink sink, Receipts receipts) {
        TilePlan plan = planner.plan(BlockWriter.isAnywhere(sink) ? Extent.PIXEL : sink.grain());
        plan.warnings().forEach(progress::say);
        return plan.chosen(receipts.onceInts(Key.of(Part.TILES), plan::choice));
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
            return Windows.read(image, batch, recipe.measured().size(), this::scale);
        }

        /** Returns what a tile's pixels are scaled by: the same for all tiles of a plane, or of a volume. */
        private List<PlaneScale> scale(Tile tile) {
            return scales.of(tile.z().min(), tile.frame());
        }

        HostTensors compute(Windows windows) {
            try {
                Network.Core core = windows.batch().core();
                double threshold = model.head().threshold(settings.threshold());
                HostTensors result = runner.run(windows.pixels(), windows.scale(), core, threshold, head);
                if (judged) {
                    NotNumbers.refuse(result, windows.batch().tiles(), model, image.description(), settings.output());
                }
                return result;
            } catch (TFResourceExhaustedException e) {
                throw e;
            } catch (TensorFlowException e) {
                throw failed(e);
            }
        }
    }

    private StencilException failed(TensorFlowException e) {
        return StencilException.of(
                e,
                "The network failed on \"%s\": %s. Look at Stencil Model Info, or choose another tile.",
                image.title(),
                Network.firstLine(e));
    }

    /** Runs the network to learn about it, on what cannot be made smaller. */
    private <T> T tried(Supplier<T> look) {
        try {
            return look.get();
        } catch (TFResourceExhaustedException | OutOfMemoryError e) {
            throw new StencilException(
                    "The network takes more memory than is free, even for one small tile. Close images, or choose another model.",
                    e);
        } catch (TensorFlowException e) {
            throw failed(e);
        }
    }

    /** Returns how far a network looks: as its graph or card says, else measured; with the overlap that was chosen. */
    static ReceptiveField field(ReadModel model, Network network, Description image, PredictionSettings settings) {
        ReceptiveField known = model.field()
                .orElseGet(() -> settings.overlap() >= 0 && model.card().step() > 0
                        ? ReceptiveField.said(model.card(), settings.overlap())
                        : MeasuredField.of(network, image.type(), image.extent().channels()));
        return settings.overlap() < 0 ? known : known.withHalo(settings.overlap());
    }
}
