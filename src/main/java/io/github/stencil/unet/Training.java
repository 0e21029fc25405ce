// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import io.github.stencil.CancelledException;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.unet.data.BatchSource;
import io.github.stencil.unet.graph.NetworkFile;
import io.github.stencil.unet.graph.NetworkState;
import io.github.stencil.unet.graph.OptimizerSettings;
import io.github.stencil.unet.graph.TrainingGraph;
import io.github.stencil.unet.graph.UNetShape;
import io.github.stencil.unet.graph.Weights;
import io.github.stencil.work.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.tensorflow.exceptions.TFResourceExhaustedException;

/**
 * Trains one network into one folder: epochs of steps, each followed by validation and a checkpoint, until the epochs are
 * over or the validation IoU has not risen for long. The weights of the best epoch are kept.
 */
final class Training {
    private static final long POLL_MILLIS = 50;

    private final UNetShape shape;
    private final OptimizerSettings optimizerSettings;
    private final TrainingSchedule schedule;
    private final TrainingSet trainingSet;
    private final Path folder;
    private final TrainingListener listener;

    Training(
            UNetShape shape,
            OptimizerSettings optimizerSettings,
            TrainingSchedule schedule,
            TrainingSet trainingSet,
            Path folder,
            TrainingListener listener) {
        this.shape = shape;
        this.optimizerSettings = optimizerSettings;
        this.schedule = schedule;
        this.trainingSet = trainingSet;
        this.folder = folder;
        this.listener = listener;
    }

    /** What is written at the end: the checkpoint's best weights as a model. */
    @FunctionalInterface
    interface Finish {
        /** Writes the model. */
        void write(Checkpoint checkpoint);
    }

    /** Returns the checkpoint before the first step. */
    Checkpoint start(Weights weights) {
        return new Checkpoint(
                beginning(),
                EarlyStopping.START,
                new TrainingHistory(trainingSet.classNames(), trainingSet.learnsObjects(), java.util.List.of()),
                NetworkState.start(weights),
                weights);
    }

    /**
     * Returns the checkpoint that the folder holds.
     *
     * @throws StencilException if there is none, or it is another than this one
     */
    Checkpoint resume() {
        Checkpoint checkpoint = Checkpoint.read(folder);
        Beginning before = checkpoint.beginning();
        Beginning asked = beginning();
        if (!before.equals(asked)) {
            throw StencilException.of(
                    "The training in %s is another (%s) than was asked for (%s). Give the settings that it began with, or train into another folder.",
                    folder, before.unlike(asked), asked.unlike(before));
        }
        return checkpoint;
    }

    private Beginning beginning() {
        return Beginning.of(shape, optimizerSettings.optimizer(), trainingSet);
    }

    /**
     * Trains from a checkpoint on.
     *
     * @param finish hears the last checkpoint, also where training was stopped or failed after a finished epoch
     * @throws CancelledException if the user stopped it; the best epoch so far has been written
     * @throws StencilException if the loss became NaN; the best epoch before that has been written
     */
    TrainingHistory run(Checkpoint from, Finish finish, Progress progress) {
        Checkpoint last = from;
        ExecutorService worker = Threads.pool("training", 1);
        TrainingGraph graph = TrainingGraph.create(shape, optimizerSettings, schedule.seed());
        EarlyStopping.Patience patience = patience();
        try (Validation validation = new Validation(shape, optimizerSettings, trainingSet, listener)) {
            graph.restore(from.state());
            while (last.stopping().epoch() < schedule.epochs()
                    && !last.stopping().exhausted(patience)) {
                last = epoch(last, graph, validation, worker, progress);
                listener.epoch(last.history());
            }
            finish.write(last);
            return last.history();
        } catch (CancelledException e) {
            throw new CancelledException(
                    kept(last, finish, "Stopped in epoch " + (last.stopping().epoch() + 1)), e);
        } catch (RunAwayException e) {
            String what = String.format(
                    Locale.ROOT,
                    "The loss became %s in epoch %d",
                    e.loss,
                    last.stopping().epoch() + 1);
            throw new StencilException(
                    "%s Lower the rate, or set %s, and %s."
                            .formatted(
                                    kept(last, finish, what),
                                    optimizerSettings.clip() > 0 ? "a smaller clip" : "clip",
                                    last.stopping().epoch() > 0 ? "resume" : "train again"),
                    e);
        } finally {
            worker.execute(graph::close); // after a step that may still be under way
            worker.shutdown();
        }
    }

    private EarlyStopping.Patience patience() {
        return EarlyStopping.Patience.of(
                schedule.patience(), trainingSet.batches().stepsPerEpoch());
    }

    private static String kept(Checkpoint last, Finish finish, String what) {
        if (last.stopping().epoch() == 0) {
            return what + ", before there was a model.";
        }
        finish.write(last);
        return String.format(
                Locale.ROOT,
                "%s. The model is that of epoch %d. Training the same with resume (--resume) goes on from epoch %d.",
                what,
                last.stopping().best(),
                last.stopping().epoch());
    }

    private Checkpoint epoch(
            Checkpoint last, TrainingGraph graph, Validation validation, ExecutorService worker, Progress progress) {
        long began = System.nanoTime();
        int epoch = last.stopping().epoch() + 1;
        double rate = schedule.schedule()
                .rate(schedule.rate(), epoch, schedule.epochs(), last.stopping().halvings());
        BatchSource batches = trainingSet.batches();
        int steps = batches.stepsPerEpoch();
        long perEpoch = steps + 1L;
        long before = (epoch - 1) * perEpoch;
        long total = schedule.epochs() * perEpoch;
        progress.step(before, total);
        batches.begin(epoch - 1); // which counts from 0
        double sum = 0;
        for (int i = 0; i < steps; i++) {
            long done = before + i;
            double now = TrainingSchedule.warm(rate, (epoch - 1L) * steps + i);
            double loss = await(worker, () -> graph.step(batches.next(), now), () -> progress.step(done, total));
            if (!Double.isFinite(loss)) {
                throw new RunAwayException(loss);
            }
            sum += loss;
        }
        NetworkState state = graph.state();
        Progress ticks = (done, of) -> progress.step(before + steps, total);
        Validation.Judgement judgement =
                validation.judge(NetworkFile.of(graph.layout(), state.weights(), trainingSet.normalization()), ticks);
        // where nothing is held back there is nothing to choose by: the last epoch is the best
        double score = trainingSet.heldBack().isEmpty() ? epoch : judgement.score();
        EarlyStopping stopping = last.stopping().after(score, patience());
        TrainingEpoch row = new TrainingEpoch(
                epoch,
                rate,
                sum / steps,
                judgement.loss(),
                judgement.meanIou(),
                judgement.meanDice(),
                judgement.iou(),
                judgement.dice(),
                judgement.objects().f1(),
                (System.nanoTime() - began) / 1e9);
        Checkpoint after = new Checkpoint(
                last.beginning(),
                stopping,
                last.history().plus(row),
                state,
                stopping.best() == epoch ? state.weights() : last.best());
        write(after);
        return after;
    }

    private void write(Checkpoint checkpoint) {
        try {
            Files.createDirectories(folder);
            checkpoint.write(folder);
            ModelFolder.writeHistory(folder, checkpoint.history());
        } catch (IOException e) {
            throw StencilException.of(
                    e,
                    "The training could not be saved to %s (%s). Make room there, or train into another folder.",
                    folder,
                    String.valueOf(e.getMessage()));
        }
    }

    /** Waits for a step without holding up the user, who may stop meanwhile; the step then ends by itself. */
    private static <T> T await(ExecutorService worker, Supplier<T> work, Runnable tick) {
        Future<T> future = worker.submit(work::get);
        while (true) {
            tick.run();
            try {
                return future.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException stillAtIt) {
                // the user may have stopped
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancelledException("Training was interrupted.", e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof TFResourceExhaustedException) {
                    throw new StencilException(
                            "Memory ran out in a training step. Set a smaller batch or patch, and resume.", e);
                }
                throw Threads.failure(e);
            }
        }
    }

    /** A loss that is no number any more. */
    private static final class RunAwayException extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final double loss;

        RunAwayException(double loss) {
            this.loss = loss;
        }
    }
}
