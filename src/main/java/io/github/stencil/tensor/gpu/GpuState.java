// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is known of GPUs on this machine, and why none computes if none does.
 *
 * @param system the operating system's name, as Java has it
 * @param processor the processor's kind, as Java has it
 * @param driver what the NVIDIA driver's kernel module says of itself; empty if there is none
 * @param installed whether GPU support is installed
 * @param libraries what was loaded when TensorFlow started
 * @param found GPUs that TensorFlow found
 * @param failure what TensorFlow said when it failed to start on a GPU; empty if it did not
 */
public record GpuState(
        String system,
        String processor,
        Optional<String> driver,
        boolean installed,
        GpuLibraries libraries,
        List<String> found,
        String failure) {
    /** The oldest driver for any CUDA 12: NVIDIA, CUDA Compatibility, table of minor version compatibility. */
    static final String OLDEST_DRIVER = "525.60.13";

    private static final Path MODULE = Path.of("/proc/driver/nvidia/version");
    private static final Pattern VERSION = Pattern.compile("\\b(\\d{2,4}(?:\\.\\d{1,4}){1,2})\\b");
    private static final Pattern MEMORY = Pattern.compile("(?i)out.of.memory|resource.?exhausted");

    /** Copies the list, so that nobody changes it later. */
    public GpuState {
        found = List.copyOf(found);
    }

    /** Asks this machine. */
    public static GpuState of(GpuLibraries libraries, List<String> found, String failure) {
        return new GpuState(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                read(MODULE),
                GpuSupport.standard().installed().isPresent(),
                libraries,
                found,
                failure);
    }

    private static Optional<String> read(Path file) {
        try {
            return Files.isReadable(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // as good as not there
        }
    }

    /** Returns the driver's version, such as 535.104.05; empty if there is no driver or it does not say. */
    public Optional<String> driverVersion() {
        return driver.map(VERSION::matcher).filter(Matcher::find).map(matcher -> matcher.group(1));
    }

    /** Says why no GPU computes, as the end of a sentence; empty if TensorFlow found one. */
    public String reason() {
        if (!found.isEmpty()) {
            return "";
        }
        if (!GpuSupport.fits(system, processor)) {
            return "on %s, %s, TensorFlow for Java computes on the CPU".formatted(system, processor);
        }
        if (driver.isEmpty() && !libraries.driver()) {
            return "there is no NVIDIA driver";
        }
        String version = driverVersion().orElse("");
        if (!version.isEmpty() && older(version, OLDEST_DRIVER)) {
            return "the NVIDIA driver is %s but must be %s or newer. Update it".formatted(version, OLDEST_DRIVER);
        }
        if (!libraries.driver()) {
            return "the NVIDIA driver's kernel module is there, but not its library %s. Install the driver whole"
                    .formatted(GpuLibraries.DRIVER);
        }
        if (!libraries.tensorflow()) {
            return installed && libraries.missing().isEmpty()
                    ? "GPU support was installed after TensorFlow had started. Restart ImageJ"
                    : installed
                            ? missing()
                            : "there is an NVIDIA driver, but no GPU support. Run Stencil Install GPU Support";
        }
        if (!libraries.missing().isEmpty()) {
            return missing();
        }
        if (MEMORY.matcher(failure).find()) {
            return "the GPU has no memory left (%s). Close what else uses it, or set memory to a smaller fraction"
                    .formatted(failure);
        }
        return failure.isEmpty()
                ? "driver and libraries are there, but TensorFlow found no GPU that it can use. Set TF_CPP_MIN_LOG_LEVEL=0 and look at what it prints"
                : "TensorFlow could not start on it (%s)".formatted(failure);
    }

    private String missing() {
        return "%s %s missing. Delete the folder of GPU support and install it again"
                .formatted(
                        String.join(", ", libraries.missing()),
                        libraries.missing().size() == 1 ? "is" : "are");
    }

    private static boolean older(String version, String oldest) {
        int[] a = numbers(version);
        int[] b = numbers(oldest);
        for (int i = 0; i < Math.max(a.length, b.length); i++) {
            int difference = (i < a.length ? a[i] : 0) - (i < b.length ? b[i] : 0);
            if (difference != 0) {
                return difference < 0;
            }
        }
        return false;
    }

    private static int[] numbers(String version) {
        return Stream.of(version.split("\\.", -1)).mapToInt(Integer::parseInt).toArray();
    }
}
