package io.github.stencil.unet;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.model.step.Normalization;
import io.github.stencil.tensor.FreeMemory;
import io.github.stencil.tensor.TensorRuntime;
import io.github.stencil.unet.data.BatchSource;
import io.github.stencil.unet.data.DataSettings;
import io.github.stencil.unet.data.LabelledCase;
import io.github.stencil.unet.data.PatchSettings;
import io.github.stencil.unet.data.Task;
import io.github.stencil.unet.data.TrainingData;
import io.github.stencil.unet.graph.OptimizerSettings;
import io.github.stencil.unet.graph.ParameterLayout;
import io.github.stencil.unet.graph.UNetShape;
import io.github.stencil.unet.graph.Weights;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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
        TrainingSchedule schedule =
                new TrainingSchedule(asked.epochs(), asked.rate(), asked.schedule(), asked.patience(), asked.seed());
        ModelFolder.check(job.model(), job.resume());
        // what was fitted to the memory that was free then must not change with what is free now
        TrainingSettings open = job.resume() ? asBefore(asked, Checkpoint.read(job.model()), progress) : asked;
        DataSettings dataSettings = new DataSettings(
                open.task(), open.space(), open.ignore(), open.validation(), Normalization.PERCENTILES, open.seed());
        TrainingData data = TrainingData.open(images, labels, dataSettings, progress);
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
            return run(data, batches, plan, job, settings, schedule, listener, progress);
        }
    }

    private static TrainingSettings asBefore(TrainingSettings asked, Checkpoint before, Progress progress) {
        TrainingSettings planned = StepPlan.asBefore(asked, before.network());
        if (asked.task() != Task.AUTOMATIC) {
            return planned;
        }
        Task task = Task.of(before.history().classes());
        progress.say("The task is %s, as before.".formatted(task));
        return planned.withTask(task);
    }

    private static TrainingHistory run(
            TrainingData data,
            BatchSource batches,
            StepPlan plan,
            Job job,
            TrainingSettings settings,
            TrainingSchedule schedule,
            TrainingListener listener,
            Progress progress) {
        ParameterLayout layout = ParameterLayout.of(plan.shape());
        Training training = new Training(
                plan.shape(),
                optimizerSettings(settings, data),
                schedule,
                TrainingSet.of(
                        data,
                        batches,
                        String.format(
                                Locale.ROOT,
                                "%s, seed %d, augmentations %s",
                                plan.words(),
                                settings.seed(),
                                settings.augment())),
                job.model(),
                listener);
        Checkpoint start = job.resume() ? training.resume() : training.start(weights(layout, job, settings, progress));
        LabelledCase example = (data.validation().isEmpty() ? data.training() : data.validation()).get(0);
        TrainedModel model = new TrainedModel(
                job.model(),
                layout,
                data.classNames(),
                data.settings().normalization(),
                listed(settings, plan),
                Optional.of(example.image()));
        return training.run(start, new ModelFolder(model)::write, progress);
    }

    private static OptimizerSettings optimizerSettings(TrainingSettings settings, TrainingData data) {
        float[] weights = data.classWeights();
        List<Float> classWeights = java.util.stream.IntStream.range(0, weights.length)
                .mapToObj(i -> weights[i])
                .toList();
        return new OptimizerSettings(
                settings.loss(),
                classWeights,
                settings.optimizer(),
                settings.momentum(),
                settings.clip(),
                settings.decay());
    }

    private static Weights weights(ParameterLayout layout, Job job, TrainingSettings settings, Progress progress) {
        if (job.from().isEmpty()) {
            return new Weights(layout.initialWeights(settings.seed()), layout.initialStatistics());
        }
        PretrainedWeights from = PretrainedWeights.of(job.from().get(), layout, settings.seed());
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
        Map<String, Object> listed = new LinkedHashMap<>();
        for (RecordComponent component : TrainingSettings.class.getRecordComponents()) {
            try {
                Object value = component.getAccessor().invoke(settings);
                listed.put(
                        component.getName(),
                        value instanceof io.github.stencil.label.LabelSet set ? set.toString() : value);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException(e);
            }
        }
        listed.put("patch", plan.patch());
        listed.put("batch", plan.samples());
        listed.put("norm", plan.shape().norm());
        listed.put("pools", plan.shape().pools());
        return listed;
    }
}
