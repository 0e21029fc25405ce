// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.engine;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.platform.Fp16Conversions;
import io.github.stencil.StencilException;
import io.github.stencil.model.graph.ModelSignature;
import io.github.stencil.tensor.HostTensor;
import io.github.stencil.tensor.HostTensors;
import io.github.stencil.tensor.TensorGraph;
import io.github.stencil.tensor.chain.DeviceSession;
import io.github.stencil.tensor.chain.DeviceTensor;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.exceptions.TensorFlowException;

/**
 * An ONNX network in ONNX Runtime. The steps before and behind it are the same TensorFlow graphs as those around a SavedModel,
 * so that their numbers are the same; what passes between is floats, or bytes where the network takes bytes.
 */
public final class OnnxEngine implements Engine {
    /** What ONNX Runtime says where it gets no memory, which has no error code of its own. */
    private static final List<String> NO_MEMORY = List.of("Failed to allocate memory", "bad_alloc", "out of memory");

    private final Steps steps;
    private final ModelSignature signature;
    private final OrtEnvironment environment;
    private final OrtSession session;

    /**
     * The steps around a network.
     *
     * @param before from pixels to what the network is fed
     * @param behind from what it gives to what is wanted
     * @param fed the operation in {@code before} that gives what the network is fed
     * @param given the placeholder in {@code behind} that takes what the network gives, as floats
     * @param front what the names of the placeholders in {@code before} begin with
     */
    public record Steps(TensorGraph before, TensorGraph behind, String fed, String given, String front) {
        void close() {
            before.close();
            behind.close();
        }
    }

    private OnnxEngine(Steps steps, ModelSignature signature, OrtEnvironment environment, OrtSession session) {
        this.steps = steps;
        this.signature = signature;
        this.environment = environment;
        this.session = session;
    }

    /**
     * Loads a network.
     *
     * @param file the ONNX file, which was checked
     * @param signature its input and output
     * @param steps those around it; no longer the caller's, even if this fails
     * @param given what the user named, for messages
     * @throws StencilException if ONNX Runtime refuses it, or there is none for this system
     */
    public static OnnxEngine load(Path file, ModelSignature signature, Steps steps, Path given) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            environment.setTelemetry(false);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            OrtSession session = environment.createSession(file.toString(), options);
            return new OnnxEngine(steps, signature, environment, session);
        } catch (OrtException e) {
            steps.close();
            throw StencilException.of(
                    e,
                    "ONNX Runtime cannot load %s: %s. Export the model again, or look for it as a SavedModel.",
                    given,
                    firstLine(e));
        } catch (LinkageError e) {
            steps.close();
            throw StencilException.of(
                    e,
                    "ONNX Runtime, which %s needs, has no library for this system. Look for the model as a SavedModel.",
                    given);
        }
    }

    @Override
    public HostTensors run(Map<String, HostTensor> feeds, String... fetches) {
        Map<String, HostTensor> front = new HashMap<>(feeds);
        front.keySet().removeIf(name -> !name.startsWith(steps.front()));
        Map<String, HostTensor> back = new HashMap<>(feeds);
        back.keySet().removeAll(front.keySet());
        try (HostTensor given = network(front)) {
            back.put(steps.given(), given);
            return steps.behind().run(back, fetches);
        }
    }

    private HostTensor network(Map<String, HostTensor> front) {
        try (HostTensors fed = steps.before().run(front, steps.fed());
                OnnxTensor input = input(fed.get(0));
                OrtSession.Result result = session.run(Map.of(signature.input(), input), Set.of(signature.output()))) {
            if (!(result.get(0) instanceof OnnxTensor output)) {
                throw new TensorFlowException("the output is no tensor");
            }
            return HostTensor.of(floats(output), output.getInfo().getShape());
        } catch (OrtException e) {
            String said = firstLine(e);
            throw NO_MEMORY.stream().anyMatch(said::contains)
                    ? new TFResourceExhaustedException(said, e)
                    : new TensorFlowException(said, e);
        }
    }

    private OnnxTensor input(HostTensor fed) throws OrtException {
        long[] shape = fed.shape();
        Object values = fed.array();
        if (values instanceof byte[] bytes) {
            return OnnxTensor.createTensor(environment, ByteBuffer.wrap(bytes), shape, OnnxJavaType.UINT8);
        }
        float[] floats = (float[]) values;
        return switch (signature.inputType()) {
            case DT_HALF ->
                OnnxTensor.createTensor(
                        environment,
                        Fp16Conversions.convertFloatBufferToFp16Buffer(FloatBuffer.wrap(floats)),
                        shape,
                        OnnxJavaType.FLOAT16);
            case DT_DOUBLE -> {
                double[] doubles = new double[floats.length];
                for (int i = 0; i < doubles.length; i++) {
                    doubles[i] = floats[i];
                }
                yield OnnxTensor.createTensor(environment, DoubleBuffer.wrap(doubles), shape);
            }
            default -> OnnxTensor.createTensor(environment, FloatBuffer.wrap(floats), shape);
        };
    }

    /** Returns what the network gives as floats, which hold labels up to 16,777,216. */
    private float[] floats(OnnxTensor output) {
        float[] values = new float[Math.toIntExact(output.getInfo().getNumElements())];
        switch (signature.outputType()) {
            case DT_DOUBLE -> {
                DoubleBuffer from = output.getDoubleBuffer();
                fill(values, i -> (float) from.get(i));
            }
            case DT_UINT8, DT_BOOL -> {
                ByteBuffer from = output.getByteBuffer();
                fill(values, i -> from.get(i) & 0xff);
            }
            case DT_INT8 -> {
                ByteBuffer from = output.getByteBuffer();
                fill(values, i -> from.get(i));
            }
            case DT_UINT16 -> {
                ShortBuffer from = output.getShortBuffer();
                fill(values, i -> from.get(i) & 0xffff);
            }
            case DT_INT16 -> {
                ShortBuffer from = output.getShortBuffer();
                fill(values, i -> from.get(i));
            }
            case DT_INT32 -> {
                IntBuffer from = output.getIntBuffer();
                fill(values, i -> from.get(i));
            }
            case DT_INT64 -> {
                LongBuffer from = output.getLongBuffer();
                fill(values, i -> from.get(i));
            }
            default -> output.getFloatBuffer().get(values);
        }
        return values;
    }

    /** The value at an index. */
    private interface Values {
        float get(int index);
    }

    private static void fill(float[] values, Values from) {
        for (int i = 0; i < values.length; i++) {
            values[i] = from.get(i);
        }
    }

    /** Runs; ONNX Runtime does not tell what it took. */
    @Override
    public TensorGraph.Measured measure(Map<String, HostTensor> feeds, String... fetches) {
        return new TensorGraph.Measured(run(feeds, fetches), 0);
    }

    @Override
    public void start(DeviceSession device, String key) {
        throw new StencilException(
                "Chains on the device run TensorFlow SavedModels, not ONNX models. Predict the image before it is pushed.");
    }

    @Override
    public List<DeviceTensor> run(
            DeviceSession device,
            String key,
            Map<String, DeviceTensor> fed,
            Map<String, HostTensor> feeds,
            String... fetches) {
        throw new IllegalStateException("never started");
    }

    private static String firstLine(OrtException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        } finally {
            steps.close();
        }
    }
}
