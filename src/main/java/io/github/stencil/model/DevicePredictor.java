// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.model.field.ReceptiveField;
import io.github.stencil.model.scale.DevicePixels;
import io.github.stencil.model.scale.PlaneScale;
import io.github.stencil.model.scale.StepScales;
import io.github.stencil.model.step.Recipe;
import io.github.stencil.model.step.Step;
import io.github.stencil.tensor.Precision;
import io.github.stencil.tensor.chain.DeviceImage;
import io.github.stencil.tensor.chain.DeviceSession;
import io.github.stencil.tensor.chain.DeviceTensor;
import io.github.stencil.tile.Mirror;
import io.github.stencil.tile.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Predicts an image on the device: one window for each plane or volume, all of it, with the graph that tiles go through. */
final class DevicePredictor {
    private final ReadModel model;
    private final DeviceImage image;
    private final Description description;
    private final PredictionSettings settings;
    private final Recipe recipe;
    private final Map<List<Integer>, PlaneScale> scales = new HashMap<>();

    DevicePredictor(ReadModel model, DeviceImage image, PredictionSettings settings) {
        this.model = model;
        this.image = image;
        this.settings = settings;
        description = image.description();
        recipe = Predictor.recipe(model, description.type(), settings);
        PredictionCheck.of(model, description, settings, recipe);
        checkChain();
    }

    private void checkChain() {
        if (settings.precision() == Precision.MIXED) {
            throw new StencilException("Chains on the device compute in full precision. Choose the precision Full.");
        }
        List<Step> steps = recipe.steps();
        boolean later = steps.stream().skip(1).anyMatch(Step.Measured.class::isInstance);
        if (later) {
            throw new StencilException(
                    "The model's preprocessing measures the image after other steps, which chains on the device cannot. Predict the image before it is pushed.");
        }
    }

    DeviceImage run() {
        DeviceSession session = image.session();
        Extent extent = description.extent();
        LoadedModels.Lease lease = LoadedModels.borrow(model, description, settings, recipe, Progress.NONE);
        Network network = lease.network();
        String key = "network " + System.identityHashCode(network);
        if (session.known(key)) {
            lease.close(); // the first prediction has borrowed it for as long as the session lives
        } else {
            session.keep(key, lease);
            network.start(session, key);
        }
        ReceptiveField field = Predictor.field(model, network, description, settings);
        Probe probe = lease.probe(() -> Probe.of(network, description.type(), extent.channels(), model.sizes(field)));
        PredictionResult.checkChannels(model, settings.output(), probe.channels());
        PredictionResult result = new PredictionResult(model, description, settings.output(), probe.channels());
        List<DeviceTensor> parts = new ArrayList<>();
        try (DevicePixels pixels = new DevicePixels(image)) {
            for (Tile tile : tiles(model.sizes(field), field)) {
                parts.add(predict(key, network, pixels, tile, result.head()));
            }
            return DeviceImage.of(result.description(), DeviceImage.joined(parts));
        } finally {
            parts.forEach(DeviceTensor::close);
        }
    }

    /** Returns a tile for each plane or volume. */
    private List<Tile> tiles(Sizes sizes, ReceptiveField field) {
        Extent extent = description.extent();
        Span rows = whole(TileAxes.axis(extent.height(), sizes.y(), field.step(), field.halo(), false));
        Span columns = whole(TileAxes.axis(extent.width(), sizes.x(), field.step(), field.halo(), false));
        List<Span> slices = model.signature().volume()
                ? List.of(whole(TileAxes.axis(extent.slices(), sizes.z(), field.stepZ(), field.haloZ(), false)))
                : TileAxis.single(extent.slices()).spans();
        List<Tile> tiles = new ArrayList<>();
        for (int t = 0; t < extent.frames(); t++) {
            for (Span slice : slices) {
                tiles.add(new Tile(slice, rows, columns, t));
            }
        }
        return tiles;
    }

    private Span whole(TileAxis axis) {
        List<Span> spans = axis.spans();
        if (spans.size() > 1) {
            throw StencilException.of(
                    "The model takes windows of %d pixels, smaller than \"%s\", and chains on the device do not cut images. Predict it before it is pushed.",
                    axis.fixed(), description.title());
        }
        return spans.get(0);
    }

    private DeviceTensor predict(String key, Network network, DevicePixels pixels, Tile tile, Network.Head head) {
        Extent extent = description.extent();
        float[] scale = scale(pixels, tile);
        try (DeviceTensor window = pixels.window(
                new int[] {tile.frame()},
                Mirror.window(tile.z().windowMin(), tile.z().windowMax(), extent.slices()),
                all(extent.channels()),
                Mirror.window(tile.y().windowMin(), tile.y().windowMax(), extent.height()),
                Mirror.window(tile.x().windowMin(), tile.x().windowMax(), extent.width()))) {
            List<DeviceTensor> outputs =
                    network.run(key, window, scale, tile.core(), model.head().threshold(settings.threshold()), head);
            byte[] sound = new byte[1];
            try (DeviceTensor told = outputs.get(1)) {
                told.pullSmall(sound);
                NotNumbers.refuse(sound, List.of(tile), model, description, settings.output());
                return outputs.get(0);
            } catch (StencilException e) {
                outputs.get(0).close();
                throw e;
            }
        }
    }

    /** Returns what {@link Network#run} wants: of the measured step what to subtract, then what to divide by, per channel. */
    private float[] scale(DevicePixels pixels, Tile tile) {
        int channels = description.extent().channels();
        if (recipe.measured().isEmpty()) {
            if (!description.type().isInteger()) {
                try (DeviceTensor plane =
                        pixels.window(new int[] {tile.frame()}, slices(tile), all(channels), rows(), columns())) {
                    refuseUnlessFinite(pixels, plane);
                }
            }
            return new float[0];
        }
        Step.Measured step = recipe.measured().get(0);
        List<Integer> key = step.wholeImage() ? List.of() : List.of(tile.z().min(), tile.frame());
        PlaneScale measured = scales.get(key);
        if (measured == null) {
            measured = measure(pixels, step, tile);
            scales.put(key, measured);
        }
        float[] scale = new float[2 * channels];
        for (int c = 0; c < channels; c++) {
            scale[c] = measured.low().get(c);
            scale[channels + c] = measured.range().get(c);
        }
        return scale;
    }

    private PlaneScale measure(DevicePixels pixels, Step.Measured step, Tile tile) {
        Extent extent = description.extent();
        int[] frames = step.wholeImage() ? all(extent.frames()) : new int[] {tile.frame()};
        int[] slices = step.wholeImage() ? all(extent.slices()) : slices(tile);
        List<Float> low = new ArrayList<>();
        List<Float> range = new ArrayList<>();
        for (int c = 0; c < extent.channels(); c++) {
            if (!step.perChannel() && c > 0) {
                low.add(low.get(0));
                range.add(range.get(0));
                continue;
            }
            int[] channels = step.perChannel() ? new int[] {c} : all(extent.channels());
            try (DeviceTensor plane = pixels.window(frames, slices, channels, rows(), columns())) {
                refuseUnlessFinite(pixels, plane);
                double[] scale = measure(pixels, step, plane);
                low.add((float) scale[0]);
                range.add((float) scale[1]);
            }
        }
        return new PlaneScale(low, range);
    }

    private static double[] measure(DevicePixels pixels, Step.Measured step, DeviceTensor plane) {
        if (step.statistic() == Step.Statistic.MOMENTS) {
            return StepScales.scale(pixels.moments(plane), step);
        }
        try (DevicePixels.Sorted sorted = pixels.sorted(plane)) {
            return StepScales.scale(sorted.counts(), step);
        }
    }

    private void refuseUnlessFinite(DevicePixels pixels, DeviceTensor plane) {
        if (!description.type().isInteger() && !pixels.finite(plane)) {
            throw StencilException.of(
                    "\"%s\" has values that are no finite numbers. Replace them, as with Process > Math > NaN Background.",
                    description.title());
        }
    }

    /** Returns the slices that belong together: the plane, or all of the volume. */
    private int[] slices(Tile tile) {
        return model.signature().volume()
                ? all(description.extent().slices())
                : new int[] {tile.z().min()};
    }

    private int[] rows() {
        return all(description.extent().height());
    }

    private int[] columns() {
        return all(description.extent().width());
    }

    private static int[] all(int count) {
        return IntStream.range(0, count).toArray();
    }
}
