// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor;

import io.github.stencil.StencilException;
import io.github.stencil.tensor.gpu.GpuState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** Tells in one screen what computes tensors here, and if that is no GPU, why. */
public final class DeviceReport {
    private static final int TRIALS = 5;

    private DeviceReport() {}

    /**
     * Looks at the devices, with the chosen one in use; takes about a second, as it measures whether Mixed gains.
     *
     * @return property and value, in the order to show
     */
    public static Map<String, String> properties() {
        Device chosen = TensorRuntime.device();
        GpuState state = state();
        List<String> gpus = state.found();
        boolean gpu = !gpus.isEmpty() && chosen.kind() != Device.Kind.CPU;
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Chosen", chosen.toString());
        all.put("Computes on", gpu ? "GPU " + chosen.index() : "CPU");
        all.put("Why not on a GPU", gpu ? "" : gpus.isEmpty() ? state.reason() : "the CPU was chosen");
        all.put("GPUs", gpus.isEmpty() ? "none" : String.join(", ", gpus));
        all.put(
                "GPU memory",
                TensorRuntime.memory() > 0 ? "at most %s of it".formatted(TensorRuntime.memory()) : "grows as needed");
        all.put("NVIDIA driver", state.driverVersion().orElse("none"));
        all.put(
                "GPU support",
                state.libraries().tensorflow() ? "in use" : state.installed() ? "installed" : "not installed");
        all.put("Cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
        all.put("Free memory (MB)", String.valueOf(FreeMemory.bytes() >> 20));
        all.put("TensorFlow", TensorRuntime.version());
        all.put("Java", System.getProperty("java.version"));
        all.put("Platform", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        all.put("Mixed precision", gain());
        return all;
    }

    /**
     * Refuses a GPU that is not there.
     *
     * @throws StencilException if TensorFlow does not find the GPU, with the reason
     */
    static void require(Device gpu) {
        GpuState state = state();
        int count = state.found().size();
        // a GPU chosen first of all is the only one that TensorFlow sees, and then has the number 0
        boolean there = TensorRuntime.pin().isEmpty() ? count > 0 : gpu.index() < count;
        if (!there) {
            TensorRuntime.forgetGpu();
            String why = count == 0 ? state.reason() : "there are " + count + ", counted from 0";
            throw StencilException.of("There is no %s: %s. Choose Automatic or CPU.", gpu, why);
        }
    }

    private static GpuState state() {
        try {
            return GpuState.of(TensorRuntime.libraries(), gpus(), "");
        } catch (TensorFlowException e) {
            String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            return GpuState.of(TensorRuntime.libraries(), List.of(), first);
        }
    }

    /** Lists the GPUs that TensorFlow sees. */
    static List<String> gpus() {
        List<String> gpus = new ArrayList<>();
        byte[] config = TensorRuntime.configOfAll().toByteArray();
        try (TF_Status status = TF_Status.newStatus();
                TF_Graph graph = TF_Graph.newGraph();
                TF_SessionOptions options = TF_SessionOptions.newSessionOptions();
                BytePointer bytes = new BytePointer(config)) {
            tensorflow.TF_SetConfig(options, bytes, config.length, status);
            try (TF_Session session = TF_Session.newSession(graph, options, status)) {
                status.throwExceptionIfNotOK();
                TF_DeviceList devices = tensorflow.TF_SessionListDevices(session, status);
                for (int i = 0; devices != null && i < tensorflow.TF_DeviceListCount(devices); i++) {
                    String type = text(tensorflow.TF_DeviceListType(devices, i, status));
                    if (type.equals("GPU")) {
                        long memory = tensorflow.TF_DeviceListMemoryBytes(devices, i, status);
                        gpus.add(String.format(Locale.ROOT, "GPU %d with %d MB", gpus.size(), memory >> 20));
                    }
                }
                if (devices != null) {
                    tensorflow.TF_DeleteDeviceList(devices);
                }
            }
        }
        return gpus;
    }

    private static String text(BytePointer pointer) {
        return new String(pointer.getStringBytes(), StandardCharsets.UTF_8);
    }

    /** Returns how much faster a few convolutions are in mixed precision. */
    private static String gain() {
        double ratio = seconds(Precision.FULL) / seconds(Precision.MIXED);
        String times = String.format(Locale.ROOT, "%.1f", ratio);
        return ratio > 1.1
                ? times + " times as fast as Full (measured)"
                : "gains nothing here (" + times + " times as fast)";
    }

    private static double seconds(Precision precision) {
        Graph graph = new Graph();
        Ops tf = Ops.create(graph);
        Placeholder<TFloat32> image = tf.withName("image").placeholder(TFloat32.class);
        Operand<TFloat32> value = image;
        for (int layer = 0; layer < 4; layer++) {
            Operand<TFloat32> kernel = tf.fill(tf.constant(new int[] {3, 3, 32, 32}), tf.constant(0.01f));
            value = tf.nn.relu(tf.nn.conv2d(value, kernel, List.of(1L, 1L, 1L, 1L), "SAME"));
        }
        tf.withName("sum").reduceMax(value, tf.constant(new int[] {0, 1, 2, 3}));
        double best = Double.MAX_VALUE;
        try (TensorGraph session = TensorGraph.of(graph, precision);
                HostTensor pixels = HostTensor.of(new float[256 * 256 * 32], 1, 256, 256, 32)) {
            for (int trial = 0; trial < TRIALS; trial++) {
                long start = System.nanoTime();
                session.run(Map.of("image", pixels), "sum").close();
                best = Math.min(best, (System.nanoTime() - start) / 1e9);
            }
        }
        return best;
    }
}
