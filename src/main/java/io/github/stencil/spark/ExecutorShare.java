// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.spark;

import io.github.stencil.StencilException;
import io.github.stencil.tensor.Device;
import io.github.stencil.tensor.TensorRuntime;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.jspecify.annotations.Nullable;

/**
 * What TensorFlow may take of an executor: the cores of a task for each task that runs at a time, and the GPU that Spark
 * has assigned.
 *
 * <p>TensorFlow has its threads and its view of the GPUs once in a process, and all tasks of an executor share a session.
 */
final class ExecutorShare {
    private static final String GPU = "gpu";

    private ExecutorShare() {}

    /**
     * Has sessions made from now on keep to the task's share. Other tasks of this executor have the same.
     *
     * @throws StencilException if tasks of this executor have different GPUs
     */
    static void take(TaskContext context) {
        divide(SparkEnv.get().conf(), context.cpus());
        Device device = device(context.resourcesJMap().get(GPU));
        if (device != null) {
            choose(device);
        }
    }

    /** Does so for the driver, where it is the executor too. */
    static void takeLocally(SparkConf conf) {
        divide(conf, conf.getInt("spark.task.cpus", 1));
    }

    private static void divide(SparkConf conf, int cpus) {
        int cores = conf.getInt("spark.executor.cores", Runtime.getRuntime().availableProcessors());
        TensorRuntime.divide(cpus, cores / cpus);
    }

    private static @Nullable Device device(@Nullable ResourceInformation gpus) {
        return gpus == null || gpus.addresses().length == 0 ? null : Device.of("GPU " + gpus.addresses()[0]);
    }

    private static synchronized void choose(Device device) {
        Device before = TensorRuntime.device();
        if (before.kind() == Device.Kind.GPU && !before.equals(device)) {
            throw StencilException.of(
                    "An executor has %s and %s, but TensorFlow uses one in a process. Set spark.executor.resource.gpu.amount to 1.",
                    before, device);
        }
        TensorRuntime.choose(device, 0);
    }
}
