package io.github.stencil.front;

import io.github.stencil.tensor.Device;
import io.github.stencil.tensor.TensorRuntime;
import io.github.stencil.tile.Pipeline;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Work on many images spread over devices: each device works on one image at a time, and what they make is put away in
 * the order of the images, by the calling thread.
 */
final class Spread {
    private final List<Device> devices;

    Spread(List<Device> devices) {
        this.devices = List.copyOf(devices);
    }

    /** What is done for an image. */
    interface Task {
        /** Does what comes first, on the calling thread, in order. */
        void prepare();

        /** Computes, on a device's thread; what it throws is its own to keep. */
        void compute();

        /** Puts away what was computed, on the calling thread, in order. */
        void finish();
    }

    /** Runs all tasks; what {@code finish} throws ends the work once the computations under way have ended. */
    void run(List<? extends Task> tasks) {
        BlockingQueue<Device> free = new LinkedBlockingQueue<>(devices);
        ExecutorService workers = Executors.newFixedThreadPool(devices.size());
        Deque<Runnable> begun = new ArrayDeque<>(); // in order; never more than there are devices
        try {
            for (Task task : tasks) {
                if (begun.size() == devices.size()) {
                    begun.removeFirst().run();
                }
                task.prepare();
                Future<?> computed = workers.submit(() -> on(free, task::compute));
                begun.add(() -> {
                    await(computed);
                    task.finish();
                });
            }
            begun.forEach(Runnable::run);
        } finally {
            workers.shutdown();
        }
    }

    /** Computes on a device that is free, which there is, as there are no more workers than devices. */
    private static void on(BlockingQueue<Device> free, Runnable work) {
        Device device = free.remove();
        try {
            TensorRuntime.on(device, () -> Pipeline.beside(work));
        } finally {
            free.add(device);
        }
    }

    private static void await(Future<?> computed) {
        try {
            computed.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause()); // a task keeps what it throws
        }
    }
}
