// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.run;

import io.github.stencil.tensor.Device;
import io.github.stencil.tensor.TensorRuntime;
import io.github.stencil.work.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/** Devices over which work is spread: each does one thing at a time. Safe for several threads. */
final class Spread {
    private final BlockingQueue<Device> free;

    Spread(List<Device> devices) {
        free = new LinkedBlockingQueue<>(devices);
    }

    /** Works on a device that nobody else works on, as soon as there is one. */
    <R> R on(Supplier<R> work) {
        Device device;
        try {
            device = free.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        List<R> result = new ArrayList<>();
        try {
            TensorRuntime.on(device, () -> Pipeline.beside(() -> result.add(work.get())));
            return result.get(0);
        } finally {
            free.add(device);
        }
    }
}
