// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor.chain;

import io.github.stencil.Owned;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.tensor.HostTensor;
import io.github.stencil.tensor.Precision;
import io.github.stencil.tensor.TensorGraph;
import io.github.stencil.tensor.TensorProgram;
import io.github.stencil.tensor.TensorRuntime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.internal.c_api.TFE_Context;
import org.tensorflow.internal.c_api.TFE_ContextOptions;
import org.tensorflow.internal.c_api.TFE_Op;
import org.tensorflow.internal.c_api.TFE_TensorHandle;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.TF_Tensor;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.GraphDef;

/**
 * Computes with tensors that stay on the chosen device between one step and the next.
 *
 * <p>A session of TensorFlow copies whatever it is fed to the device and whatever is fetched back. Only the tensors of
 * its eager runtime stay. So the graphs that the commands use are handed to that runtime as functions: one
 * implementation, whose inputs and outputs are here handles of tensors on the device. Operations that have no kernel for
 * a GPU, and their tensors, are TensorFlow's to move; {@link DeviceTensor#place} tells where one lies.
 *
 * <p>For one thread. All tensors are to be closed before the session is.
 */
public final class DeviceSession implements Owned {
    private final TFE_Context context;
    private final String device;
    private final DeviceFunctions functions;
    private final Map<String, Owned> kept = new HashMap<>();
    private Traffic traffic = Traffic.NONE;
    private int living;
    private boolean closed;

    private DeviceSession(TFE_Context context, String device) {
        this.context = context;
        functions = new DeviceFunctions(context);
        this.device = device;
    }

    /**
     * Opens a session on the chosen device.
     *
     * @param progress hears that TensorFlow is loaded, if it is now
     * @throws StencilException if there is no library for this platform, or not the chosen device
     */
    public static DeviceSession open(Progress progress) {
        TensorRuntime.load(progress);
        byte[] config = TensorRuntime.config(Precision.FULL).toByteArray();
        try (TF_Status status = TF_Status.newStatus();
                BytePointer bytes = new BytePointer(config)) {
            TFE_ContextOptions options = tensorflow.TFE_NewContextOptions();
            tensorflow.TFE_ContextOptionsSetConfig(options, bytes, config.length, status);
            tensorflow.TFE_ContextOptionsSetDevicePlacementPolicy(options, tensorflow.TFE_DEVICE_PLACEMENT_SILENT);
            TFE_Context context = tensorflow.TFE_NewContext(options, status);
            tensorflow.TFE_DeleteContextOptions(options);
            status.throwExceptionIfNotOK();
            return new DeviceSession(context, device(context, TensorRuntime.pin()));
        }
    }

    /** Returns the full name of the GPU that is pinned, or of the first; else of the CPU. */
    private static String device(TFE_Context context, String pin) {
        try (TF_Status status = TF_Status.newStatus()) {
            TF_DeviceList list = tensorflow.TFE_ContextListDevices(context, status);
            status.throwExceptionIfNotOK();
            String cpu = "";
            String gpu = "";
            for (int i = 0; i < tensorflow.TF_DeviceListCount(list); i++) {
                String name = tensorflow.TF_DeviceListName(list, i, status).getString();
                if (gpu.isEmpty() && name.contains(pin.isEmpty() ? "/device:GPU:" : pin)) {
                    gpu = name;
                } else if (cpu.isEmpty() && name.contains("/device:CPU:")) {
                    cpu = name;
                }
            }
            tensorflow.TF_DeleteDeviceList(list);
            return gpu.isEmpty() ? cpu : gpu;
        }
    }

    /** Returns the device's name, such as {@code CPU:0} or {@code GPU:0}. */
    public String device() {
        return device.substring(device.indexOf("device:") + "device:".length());
    }

    /** Returns what has been copied until now. */
    public Traffic traffic() {
        return traffic;
    }

    /** Returns the number of tensors that have not been closed. */
    public int living() {
        return living;
    }

    /** Copies an array to the device, as part of an image. */
    public DeviceTensor push(Object array, long... shape) {
        DeviceTensor tensor = create(array, shape);
        traffic = traffic.withPush(NativeArrays.bytes(array));
        return tensor;
    }

    /** Copies a few numbers to the device, which a step needs beside its images. */
    public DeviceTensor pushSmall(Object array, long... shape) {
        DeviceTensor tensor = create(array, shape);
        small(NativeArrays.bytes(array));
        return tensor;
    }

    /**
     * Runs a program on tensors of this session.
     *
     * @param tensors by the name of the placeholder; still the caller's
     * @param numbers small tensors in host memory, by the name of theirs; still the caller's
     * @param fetches names of the operations whose first output is wanted
     * @return the outputs, which stay on the device and are the caller's
     */
    public List<DeviceTensor> run(
            TensorProgram program,
            Map<String, DeviceTensor> tensors,
            Map<String, HostTensor> numbers,
            String... fetches) {
        return run(program.name(), program::definition, tensors, numbers, fetches);
    }

    /**
     * Runs a graph on tensors of this session.
     *
     * @param key equal keys mean equal graphs, and graphs of one key share their variables
     */
    public List<DeviceTensor> run(
            String key,
            TensorGraph graph,
            Map<String, DeviceTensor> tensors,
            Map<String, HostTensor> numbers,
            String... fetches) {
        return run(key, graph::definition, tensors, numbers, fetches);
    }

    /**
     * Runs an operation of a graph for its effect on the variables of a key, such as reading weights.
     *
     * @param texts what its placeholders for texts hold, by the tensor's name
     */
    public void initialise(String key, TensorGraph graph, String operation, Map<String, String> texts) {
        Supplier<GraphDef> ready = () -> DeviceFunction.started(graph.definition(), operation, texts);
        run(key, ready, Map.of(), Map.of(), DeviceFunction.started(operation)).forEach(DeviceTensor::close);
    }

    private List<DeviceTensor> run(
            String key,
            Supplier<GraphDef> graph,
            Map<String, DeviceTensor> tensors,
            Map<String, HostTensor> numbers,
            String... fetches) {
        DeviceFunctions.Function function = functions.of(key, graph, List.of(fetches));
        Map<String, DeviceTensor> small = new HashMap<>();
        try {
            numbers.forEach((name, number) -> {
                if (function.inputs().contains(name)) {
                    small.put(name, pushSmall(number));
                }
            });
            List<DeviceTensor> inputs = new ArrayList<>();
            for (String name : function.inputs()) {
                DeviceTensor given = tensors.getOrDefault(name, small.get(name));
                if (given == null) {
                    throw new IllegalArgumentException(name + " is not fed to " + key);
                }
                inputs.add(given);
            }
            return execute(function.name(), inputs, fetches.length);
        } finally {
            small.values().forEach(DeviceTensor::close);
        }
    }

    /** Keeps something open that this session's functions of a key need, and closes it with the session. */
    public void keep(String key, Owned resource) {
        kept.put(key, resource);
    }

    /** Returns whether something is kept under a key. */
    public boolean known(String key) {
        return kept.containsKey(key);
    }

    /** Frees everything that the session holds on the device. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            tensorflow.TFE_DeleteContext(context);
            kept.values().forEach(Owned::close);
        }
    }

    void born() {
        living++;
    }

    void died() {
        living--;
    }

    void pulled(long bytes) {
        traffic = traffic.withPull(bytes);
    }

    void small(long bytes) {
        traffic = traffic.withSmall(bytes);
    }

    private DeviceTensor pushSmall(HostTensor number) {
        Object array = number.array();
        return pushSmall(array, number.shape());
    }

    private DeviceTensor create(Object array, long... shape) {
        try (TF_Status status = TF_Status.newStatus()) {
            TF_Tensor tensor = tensorflow.TF_AllocateTensor(
                    NativeArrays.type(array), shape, shape.length, NativeArrays.bytes(array));
            try {
                NativeArrays.write(array, tensorflow.TF_TensorData(tensor));
                TFE_TensorHandle host = tensorflow.TFE_NewTensorHandle(tensor, status);
                status.throwExceptionIfNotOK();
                TFE_TensorHandle there = tensorflow.TFE_TensorHandleCopyToDevice(host, context, device, status);
                tensorflow.TFE_DeleteTensorHandle(host);
                check(status);
                return new DeviceTensor(this, there);
            } finally {
                tensorflow.TF_DeleteTensor(tensor);
            }
        }
    }

    private List<DeviceTensor> execute(String function, List<DeviceTensor> inputs, int count) {
        try (TF_Status status = TF_Status.newStatus();
                PointerPointer<TFE_TensorHandle> results = new PointerPointer<>(count);
                IntPointer number = new IntPointer(1)) {
            TFE_Op operation = tensorflow.TFE_NewOp(context, function, status);
            status.throwExceptionIfNotOK();
            try {
                tensorflow.TFE_OpSetDevice(operation, device, status);
                for (DeviceTensor input : inputs) {
                    tensorflow.TFE_OpAddInput(operation, input.open(), status);
                    status.throwExceptionIfNotOK();
                }
                number.put(count);
                tensorflow.TFE_Execute(operation, results, number, status);
                check(status);
            } finally {
                tensorflow.TFE_DeleteOp(operation);
            }
            List<DeviceTensor> outputs = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                outputs.add(new DeviceTensor(this, results.get(TFE_TensorHandle.class, i)));
            }
            return outputs;
        }
    }

    private static void check(TF_Status status) {
        try {
            status.throwExceptionIfNotOK();
        } catch (TFResourceExhaustedException e) {
            throw new StencilException(
                    "The device has no memory left for this chain. Close images that are no longer needed, or use the commands, which work in tiles.",
                    e);
        }
    }
}
