package io.github.stencil.tensor;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;

/**
 * TensorFlow in this process: loaded once, when something first needs it, and the device it computes on.
 *
 * <p>Native libraries and devices belong to the process, so this is the one place with static state. Thread-safe.
 */
public final class TensorRuntime {
    /** The user's choice: a device, and the share of a GPU's memory that may be taken, 0 to take it as needed. */
    private record Choice(Device device, double memory) {}

    private static volatile Choice choice = new Choice(Device.AUTOMATIC, 0);

    /** The part of the machine that computations may take. */
    private record Share(int threads, int runs) {}

    private static volatile Share share = new Share(0, 1);

    private TensorRuntime() {}

    /** Returns the device that programs compiled from now on use. */
    public static Device device() {
        return choice.device();
    }

    /**
     * Chooses the device for programs compiled from now on.
     *
     * @param memory share of a GPU's memory that may be taken, over 0 to 1; 0 takes memory as it is needed
     */
    public static void choose(Device device, double memory) {
        choice = new Choice(device, memory);
    }

    /**
     * Divides the machine between computations that run at a time, for sessions made from now on. TensorFlow makes its
     * threads with the first session, and keeps them.
     *
     * @param threads how many threads one computation may take, at least 1
     * @param runs how many computations run at a time, at least 1
     */
    public static void divide(int threads, int runs) {
        share = new Share(Math.max(1, threads), Math.max(1, runs));
    }

    /** Returns how many computations run at a time, so that each can take its part of the memory. */
    public static int runsAtATime() {
        return share.runs();
    }

    /**
     * Loads the native library, if that has not happened; the first time on a machine it is unpacked, which takes
     * seconds, and said.
     *
     * @throws StencilException if there is no library for this platform
     */
    public static void load(Progress progress) {
        if (!Loaded.started) {
            progress.say(
                    unpacked()
                            ? "Loading TensorFlow."
                            : "Unpacking TensorFlow: this happens once and takes a few seconds.");
        }
        try {
            if (Loaded.VERSION.isEmpty()) {
                throw new StencilException("TensorFlow did not load. Restart ImageJ and look at the log.");
            }
        } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
            throw StencilException.of(
                    "TensorFlow has no library for this machine (%s, %s): %s. It runs on Linux, Windows and Apple silicon.",
                    System.getProperty("os.name"), System.getProperty("os.arch"), String.valueOf(e.getMessage()));
        }
    }

    /** Returns TensorFlow's version, such as 2.18.0, loading it if needed. */
    public static String version() {
        return Loaded.VERSION;
    }

    /** Returns the settings for a session on the chosen device. */
    public static ConfigProto config(Precision precision) {
        Choice choice = TensorRuntime.choice;
        ConfigProto.Builder config = ConfigProto.newBuilder().setAllowSoftPlacement(true);
        Share part = share;
        if (part.threads() > 0) {
            config.setIntraOpParallelismThreads(part.threads()).setInterOpParallelismThreads(part.runs());
        }
        GPUOptions.Builder gpu = GPUOptions.newBuilder().setAllowGrowth(true);
        if (choice.memory() > 0) {
            gpu.setPerProcessGpuMemoryFraction(choice.memory());
        }
        if (choice.device().kind() == Device.Kind.CPU) {
            config.putDeviceCount("GPU", 0);
        } else if (choice.device().kind() == Device.Kind.GPU) {
            gpu.setVisibleDeviceList(String.valueOf(choice.device().index()));
        }
        RewriterConfig.Builder rewrite = RewriterConfig.newBuilder();
        // convolutions of planar models (channels before rows) have no CPU kernel; on a GPU this changes nothing
        rewrite.setCpuLayoutConversion(RewriterConfig.CpuLayout.NCHW_TO_NHWC);
        if (precision == Precision.MIXED) {
            rewrite.setAutoMixedPrecision(RewriterConfig.Toggle.ON);
            rewrite.setAutoMixedPrecisionOnednnBfloat16(RewriterConfig.Toggle.ON);
        }
        config.setGraphOptions(GraphOptions.newBuilder().setRewriteOptions(rewrite));
        return config.setGpuOptions(gpu).build();
    }

    private static boolean unpacked() {
        String cache = System.getProperty("org.bytedeco.javacpp.cachedir");
        Path folder = cache != null ? Path.of(cache) : Path.of(System.getProperty("user.home"), ".javacpp", "cache");
        File[] entries = Files.isDirectory(folder) ? folder.toFile().listFiles() : null;
        if (entries != null) {
            for (File entry : entries) {
                if (entry.getName().startsWith("tensorflow-core-native")) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Loads TensorFlow when first touched. */
    private static final class Loaded {
        static volatile boolean started;
        static final String VERSION = load();

        private static String load() {
            started = true;
            return TensorFlow.version();
        }
    }
}
