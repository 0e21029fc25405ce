package io.github.stencil.front;

import io.github.stencil.CancelledException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.scijava.module.Module;

/** A file whose command runs on one of several devices. */
final class SpreadJob implements Spread.Task {
    private final Supplier<Module> maker;
    private final Consumer<Module> put;
    private final Consumer<Outcome> told;
    private @Nullable Module module;
    private @Nullable Throwable failure;
    private double seconds;

    /**
     * How it went.
     *
     * @param seconds it took
     * @param failure why it failed; empty if it did not
     */
    record Outcome(double seconds, Optional<Throwable> failure) {}

    /**
     * Creates a job.
     *
     * @param maker makes the command, ready to run
     * @param put puts away what it made
     * @param told hears how it went, last of all
     */
    SpreadJob(Supplier<Module> maker, Consumer<Module> put, Consumer<Outcome> told) {
        this.maker = maker;
        this.put = put;
        this.told = told;
    }

    @Override
    public void prepare() {
        attempt(() -> module = maker.get());
    }

    @Override
    public void compute() {
        Module ready = module;
        if (ready != null) {
            long start = System.nanoTime();
            attempt(() -> Commands.run(ready));
            seconds = (System.nanoTime() - start) / 1e9;
        }
    }

    @Override
    public void finish() {
        Module done = module;
        if (done != null && failure == null) {
            attempt(() -> put.accept(done));
        }
        if (failure instanceof CancelledException cancelled) {
            throw cancelled;
        }
        told.accept(new Outcome(seconds, Optional.ofNullable(failure)));
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            failure = e;
        }
    }
}
