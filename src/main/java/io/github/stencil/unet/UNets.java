// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.model.file.TrainedModels;
import io.github.stencil.tensor.FreeMemory;
import io.github.stencil.tensor.TensorRuntime;
import io.github.stencil.unet.data.BatchSource;
import io.github.stencil.unet.data.DataSettings;
import io.github.stencil.unet.data.LabelledCase;
import io.github.stencil.unet.data.PatchSettings;
import io.github.stencil.unet.data.Task;
import io.github.stencil.unet.data.TrainingData;
import io.github.stencil.unet.graph.ParameterLayout;
import io.github.stencil.unet.graph.UNetShape;
import io.github.stencil.unet.graph.Weights;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/** Trains U-Nets (Ronneberger, Fischer and Brox 2015) from images with labels. */
public final class UNets {
    private UNets() {}

    /**
     * Where a training begins and what it writes.
     *
     * @param model the folder to write; it must not hold a model yet, unless training goes on there
     * @param from a model that Stencil trained, whose weights are the first; empty for new ones
     * @param resume whether the training in {@code model} goes on
     * @param preview whether the listener is shown patches
     */
    public record Job(Path model, Optional<Path> from, boolean resume, boolean preview) {
        /** Returns a new training. */
        public static Job into(Path model) {
            return new Job(model, Optional.empty(), false, false);
        }
    }

    /**
     * Trains a network from ImgLib2 images and writes its model, without a word on the way.
     *
     * @param images at least one, of UnsignedByteType, UnsignedShortType, ShortType or FloatType, and all of as many channels
     * @param labels one for each image, in their order: whole numbers from 0 on, as long along all axes but C, of which they
     *     have one channel or no dimension
     * @param axes of the images, a letter per dimension out of X, Y, C, Z and T, such as "XYC"; X and Y must be there
     * @param model the folder to write; it must not hold a model yet
     * @return all epochs
     * @throws StencilException if the data, settings or folder do not do, or the loss became NaN
     */
    public static TrainingHistory train(
            List<? extends RandomAccessibleInterval<? extends RealType<?>>> images,
            List<? extends RandomAccessibleInterval<? extends RealType<?>>> labels,
            String axes,
            Path model,
            TrainingSettings settings) {
        String space = axes.toUpperCase(Locale.ROOT).replace("C", "");
        return train(
                titled("image", images, image -> axes),
                titled("labels", labels, map -> map.numDimensions() == axes.length() ? axes : space),
                Job.into(model),
                settings,
                TrainingListener.NONE,
                Progress.NONE);
    }

    private static List<AxisImage> titled(
            String title,
            List<? extends RandomAccessibleInterval<? extends RealType<?>>> pixels,
            Function<Interval, String> axes) {
        return IntStream.range(0, pixels.size())
                .mapToObj(i -> AxisImage.of(title + " " + (i + 1), pixels.get(i), axes.apply(pixels.get(i))))
                .toList();
    }

    /**
     * Trains a network from open images, as {@link #train(String, String, Job, TrainingSettings, TrainingListener, Progress)}
     * does from files.
     *
     * @param images [X, Y, C, Z, T], at least one, all with as many channels
     * @param labels [X, Y, 1, Z, T], one for each image, in their order
     */
    public static TrainingHistory train(
            List<AxisImage> images,
            List<AxisImage> labels,
            Job job,
            TrainingSettings asked,
            TrainingListener listener,
            Progress progress) {
        return train(data -> TrainingData.of(images, labels, data, progress), job, asked, listener, progress);
    }

    /**
     * Trains a network and writes its model. After each epoch all that is needed to go on is saved, so that a training that
     * was killed can be resumed from its last finished epoch.
     *
     * @param images a folder, or an image
     * @param labels a folder of files with the same stems, or an image
     * @param listener hears each epoch
     * @param progress hears steps, of the planned epochs, and what the user should know
     * @return all epochs, those before a resume included
     * @throws io.github.stencil.CancelledException if the user stops; the model is the best so far
     * @throws StencilException if the data, settings or folders do not do, or the loss became NaN
     */
    public static TrainingHistory train(
            String images,
            String labels,
            Job job,
            TrainingSettings asked,
            TrainingListener listener,
            Progress progress) {
        return train(data -> TrainingData.open(images, labels, data, progress), job, asked, listener, progress);
    }

    private static TrainingHistory train(
            Function<DataSettings, TrainingData> opening,
            Job job,
            TrainingSettings asked,
            TrainingListener listener,
            Progress progress) {
        ModelFolder.check(job.model(), job.resume());
        // what was fitted to the memory that was free then must not change with what is free now
        TrainingSettings open = job.resume() ? asBefore(asked, Checkpoint.read(job.model()), progress) : asked;
        TrainingData data = opening.apply(open.data());
        TrainingSettings settings = open.withTask(data.settings().task());
        TensorRuntime.load(progress);
        StepPlan plan = StepPlan.of(
                settings, data.channels(), data.classes(), slices(data), data.calibration(), FreeMemory::bytes);
        PatchSettings patches = plan.patches(settings);
        data.notes(patches).forEach(progress::say);
        if (plan.shape().norm() == UNetShape.Norm.GROUP) {
            progress.say(String.format(
                    Locale.ROOT,
                    "A step has %d patch%s, too few for batch statistics: groups of channels are normalised.",
                    plan.samples(),
                    plan.samples() == 1 ? "" : "es"));
        }
        if (job.preview()) {
            listener.preview(data.preview(patches));
        }
        try (BatchSource batches = data.batches(patches)) {
            return run(data, TrainingSet.of(data, batches, patches), plan, job, settings, listener, progress);
        }
    }

    private static TrainingSettings asBefore(TrainingSettings asked, Checkpoint before, Progress progress) {
        TrainingSettings planned = StepPlan.asBefore(asked, before.beginning());
        if (asked.data().task() != Task.AUTOMATIC) {
            return planned;
        }
        Task task = before.beginning().task();
        progress.say("The task is %s, as before.".formatted(task));
        return planned.withTask(task);
    }

    private static TrainingHistory run(
            TrainingData data,
            TrainingSet trainingSet,
            StepPlan plan,
            Job job,
            TrainingSettings settings,
            TrainingListener listener,
            Progress progress) {
        ParameterLayout layout = ParameterLayout.of(plan.shape());
        Training training = new Training(
                plan.shape(),
                settings.learning().withClassWeights(classWeights(data)),
                settings.pace(),
                trainingSet,
                job.model(),
                listener);
        Checkpoint start = job.resume() ? training.resume() : training.start(weights(layout, job, settings, progress));
        LabelledCase example = (data.validation().isEmpty() ? data.training() : data.validation()).get(0);
        TrainedModel model = new TrainedModel(
                job.model(),
                layout,
                data.classNames(),
                data.settings().normalization(),
                data.smallestObject(),
                listed(settings, plan),
                Optional.of(example.image()));
        TrainingHistory history = training.run(start, new ModelFolder(model)::write, progress);
        TrainedModels.add(job.model());
        return history;
    }

    private static List<Float> classWeights(TrainingData data) {
        float[] weights = data.classWeights();
        return IntStream.range(0, weights.length).mapToObj(i -> weights[i]).toList();
    }

    private static Weights weights(ParameterLayout layout, Job job, TrainingSettings settings, Progress progress) {
        if (job.from().isEmpty()) {
            return new Weights(layout.initialWeights(settings.pace().seed()), layout.initialStatistics());
        }
        PretrainedWeights from =
                PretrainedWeights.of(job.from().get(), layout, settings.pace().seed());
        if (!from.replaced().isEmpty()) {
            progress.say("The model has other channels or classes, so that it learns anew in: %s."
                    .formatted(String.join(", ", from.replaced())
                            .replace("down0a", "the first layer")
                            .replace("last", "the last layer")));
        }
        return from.weights();
    }

    private static int slices(TrainingData data) {
        return data.training().stream().mapToInt(LabelledCase::depth).min().orElseThrow();
    }

    /** Returns the settings by name, with what was chosen for those that were left open. */
    private static Map<String, Object> listed(TrainingSettings settings, StepPlan plan) {
        Map<String, Object> listed = settings.named();
        listed.put("patch", plan.patch());
        listed.put("batch", plan.samples());
        listed.put("norm", plan.shape().norm());
        listed.put("pools", plan.shape().pools());
        return listed;
    }
}
