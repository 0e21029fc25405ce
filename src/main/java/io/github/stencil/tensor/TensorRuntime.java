// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.tensor.gpu.GpuLibraries;
import io.github.stencil.tensor.gpu.GpuSupport;
import io.github.stencil.tensor.gpu.NativeCache;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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

    private static final GpuVisibility VISIBILITY = new GpuVisibility();
    private static final ThreadLocal<@Nullable Device> OWN = new ThreadLocal<>();
    private static volatile Choice choice = new Choice(Device.AUTOMATIC, 0);

    /** The part of the machine that computations may take. */
    private record Share(int threads, int runs) {}

    private static volatile Share share = new Share(0, 1);

    private TensorRuntime() {}

    /** Returns the device that programs compiled on this thread from now on use. */
    public static Device device() {
        Device own = OWN.get();
        return own != null ? own : choice.device();
    }

    /** Returns the share of a GPU's memory that may be taken, 0 if it is taken as needed. */
    static double memory() {
        return choice.memory();
    }

    /**
     * Does work with a device of its own, whatever has been chosen for the process: of several workers each has its GPU.
     *
     * @param work compiles its programs on this thread
     */
    public static void on(Device device, Runnable work) {
        Device before = OWN.get();
        OWN.set(device);
        try {
            work.run();
        } finally {
            OWN.set(before);
        }
    }

    /**
     * Returns the devices over which work on many images can be spread: all GPUs where none has been chosen and there are
     * several, else the chosen device alone. Loads TensorFlow.
     */
    public static List<Device> spread(Progress progress) {
        load(progress);
        int gpus =
                device().kind() == Device.Kind.AUTOMATIC ? DeviceReport.gpus().size() : 0;
        return gpus < 2
                ? List.of(device())
                : IntStream.range(0, gpus)
                        .mapToObj(i -> new Device(Device.Kind.GPU, i))
                        .toList();
    }

    /**
     * Chooses the device for programs compiled from now on.
     *
     * @param memory share of a GPU's memory that may be taken, over 0 to 1; 0 takes memory as it is needed. TensorFlow
     *     keeps to what it was told when it first used the GPU
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

    /** Returns whether the CPU computes: it was chosen, or there is no GPU. Loads TensorFlow. */
    static boolean onlyCpu() {
        return device().kind() == Device.Kind.CPU
                || (device().kind() == Device.Kind.AUTOMATIC
                        && DeviceReport.gpus().isEmpty());
    }

    /** Returns how many computations run at a time, so that each can take its part of the memory. */
    public static int runsAtATime() {
        return share.runs();
    }

    /**
     * Loads the native library, if that has not happened; the first time on a machine it is unpacked, which takes
     * seconds, and said.
     *
     * @throws StencilException if there is no library for this platform, or a GPU was chosen that is not there
     */
    public static void load(Progress progress) {
        takeLatinDigits();
        try {
            if (!NativeCache.isFilled()) {
                progress.say("Unpacking TensorFlow: this happens once and takes a few seconds.");
            }
            if (Loaded.VERSION.isEmpty()) {
                throw new StencilException("TensorFlow did not load. Restart ImageJ and look at the log.");
            }
        } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
            throw NativeCache.failed(e);
        }
        if (device().kind() == Device.Kind.GPU) {
            DeviceReport.require(device());
        }
    }

    /** Returns what was loaded for GPUs before TensorFlow. */
    static GpuLibraries libraries() {
        return Loaded.GPU;
    }

    /** Returns TensorFlow's version, such as 2.18.0, loading it if needed. */
    public static String version() {
        return Loaded.VERSION;
    }

    /** Returns the device that a graph's operations are pinned to on this thread, empty for none. */
    public static String pin() {
        return VISIBILITY.pin(device());
    }

    /**
     * Returns the settings for a session on the chosen device. GPU memory grows as it is needed.
     *
     * @throws StencilException if TensorFlow has begun on another GPU
     */
    public static ConfigProto config(Precision precision) {
        ConfigProto.Builder config = ConfigProto.newBuilder().setAllowSoftPlacement(true);
        Share part = share;
        if (part.threads() > 0) {
            config.setIntraOpParallelismThreads(part.threads()).setInterOpParallelismThreads(part.runs());
        }
        if (device().kind() == Device.Kind.CPU) {
            config.putDeviceCount("GPU", 0);
        } else {
            config.setGpuOptions(gpu());
        }
        RewriterConfig.Builder rewrite = RewriterConfig.newBuilder();
        // convolutions of planar models (channels before rows) have no CPU kernel; on a GPU this changes nothing
        rewrite.setCpuLayoutConversion(RewriterConfig.CpuLayout.NCHW_TO_NHWC);
        if (precision == Precision.MIXED) {
            rewrite.setAutoMixedPrecision(RewriterConfig.Toggle.ON);
            rewrite.setAutoMixedPrecisionOnednnBfloat16(RewriterConfig.Toggle.ON);
        }
        config.setGraphOptions(GraphOptions.newBuilder().setRewriteOptions(rewrite));
        return config.build();
    }

    /** Returns settings for a session that sees the GPUs even if the CPU was chosen. */
    static ConfigProto configOfAll() {
        return ConfigProto.newBuilder().setGpuOptions(gpu()).build();
    }

    /** Lets another GPU be chosen after one that was not there. */
    static void forgetGpu() {
        VISIBILITY.undecide();
    }

    private static GPUOptions gpu() {
        Device device = device().kind() == Device.Kind.CPU ? Device.AUTOMATIC : device();
        GPUOptions.Builder gpu =
                GPUOptions.newBuilder().setAllowGrowth(true).setVisibleDeviceList(VISIBILITY.visible(device));
        if (memory() > 0) {
            gpu.setPerProcessGpuMemoryFraction(memory());
        }
        return gpu.build();
    }

    /**
     * Makes Java write numbers in Latin digits where the user's locale has others: TensorFlow for Java numbers operations in
     * the locale's digits, which TensorFlow refuses in names. All else of the locale stays.
     */
    private static void takeLatinDigits() {
        Locale locale = Locale.getDefault(Locale.Category.FORMAT);
        if (DecimalFormatSymbols.getInstance(locale).getZeroDigit() != '0') {
            Locale latin = new Locale.Builder()
                    .setLocale(locale)
                    .setUnicodeLocaleKeyword("nu", "latn")
                    .build();
            Locale.setDefault(Locale.Category.FORMAT, latin);
        }
    }

    /** Loads TensorFlow when first touched. */
    private static final class Loaded {
        static final GpuLibraries GPU = gpu();
        static final String VERSION = started();

        private static String started() {
            StandardLibrary.goesFirst();
            return TensorFlow.version();
        }

        /** What is loaded first is what TensorFlow then uses. */
        private static GpuLibraries gpu() {
            takeLatinDigits();
            return GpuSupport.fits(System.getProperty("os.name"), System.getProperty("os.arch"))
                    ? GpuLibraries.load(GpuSupport.standard().installed(), GpuLibraries.Native.LINKER)
                    : new GpuLibraries(false, false, List.of());
        }
    }
}
