// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.stencil.StencilException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Why no GPU computes, and in which order libraries are loaded: on machines that are made up. */
class GpuStateTest {
    private static final String OPEN =
            "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.124.06  Release Build";
    private static final String OLD =
            "NVRM version: NVIDIA UNIX x86_64 Kernel Module  470.256.02  Thu May  2 14:37:44 UTC 2024\nGCC version: 12.2.0";
    private static final GpuLibraries ALL = new GpuLibraries(true, true, List.of());
    private static final GpuLibraries NONE = new GpuLibraries(false, false, List.of());

    @Test
    void aGpuThatIsFoundNeedsNoReason() {
        assertThat(new GpuState("Linux", "amd64", Optional.of(OPEN), true, ALL, List.of("GPU 0"), "").reason())
                .isEmpty();
    }

    @Test
    void aWrongPlatformIsTheFirstReason() {
        assertThat(state("Windows 11", "amd64", OLD, true, NONE, "").reason())
                .isEqualTo("on Windows 11, amd64, TensorFlow for Java computes on the CPU");
        assertThat(state("Linux", "aarch64", OPEN, true, ALL, "").reason()).startsWith("on Linux, aarch64");
    }

    @Test
    void noDriver() {
        assertThat(state("", false, NONE, "").reason()).isEqualTo("there is no NVIDIA driver");
    }

    @Test
    void anOldDriverIsSaidWithBothVersions() {
        assertThat(state(OLD, true, ALL, "").reason())
                .isEqualTo("the NVIDIA driver is 470.256.02 but must be 525.60.13 or newer. Update it");
        assertThat(state("NVIDIA UNIX x86_64 Kernel Module  525.60.11  x", true, ALL, "")
                        .reason())
                .contains("525.60.11 but must be 525.60.13");
        assertThat(state("NVIDIA UNIX x86_64 Kernel Module  525.60.13  x", true, ALL, "")
                        .reason())
                .doesNotContain("must be");
    }

    @Test
    void aDriverWithoutItsLibrary() {
        assertThat(state(OPEN, true, NONE, "").reason()).contains("not its library libcuda.so.1");
    }

    @Test
    void noGpuSupport() {
        GpuLibraries driverOnly = new GpuLibraries(true, false, List.of());
        assertThat(state(OPEN, false, driverOnly, "").reason()).contains("Run Stencil Install GPU Support");
        assertThat(state(OPEN, true, driverOnly, "").reason()).contains("Restart ImageJ");
    }

    @Test
    void missingLibrariesAreNamed() {
        GpuLibraries one = new GpuLibraries(true, true, List.of("libcudnn.so.9"));
        assertThat(state(OPEN, true, one, "").reason()).startsWith("libcudnn.so.9 is missing");
        GpuLibraries two = new GpuLibraries(true, true, List.of("libcudnn.so.9", "libcufft.so.11"));
        assertThat(state(OPEN, true, two, "").reason()).startsWith("libcudnn.so.9, libcufft.so.11 are missing");
        GpuLibraries framework = new GpuLibraries(true, false, List.of("libtensorflow_framework.so.2"));
        assertThat(state(OPEN, true, framework, "").reason()).startsWith("libtensorflow_framework.so.2 is missing");
    }

    @Test
    void noMemory() {
        assertThat(state(OPEN, true, ALL, "failed to create context: CUDA_ERROR_OUT_OF_MEMORY")
                        .reason())
                .startsWith("the GPU has no memory left");
        assertThat(state(OPEN, true, ALL, "something else").reason()).contains("(something else)");
        assertThat(state(OPEN, true, ALL, "").reason()).contains("found no GPU that it can use");
    }

    @Test
    void librariesAreLoadedInOrderBeforeTensorFlow(@TempDir Path folder) throws Exception {
        for (String name : GpuSupport.cuda()) {
            Files.createFile(folder.resolve(name));
        }
        Recording linker = new Recording(Set.of());
        GpuLibraries loaded = GpuLibraries.load(Optional.of(folder), linker);
        assertThat(loaded).isEqualTo(ALL);
        List<String> wanted = new ArrayList<>(List.of("libcuda.so.1"));
        GpuSupport.cuda().forEach(name -> wanted.add(folder.resolve(name).toString()));
        wanted.addAll(List.of("tensorflow_framework@.2", "tensorflow_cc@.2", "jnitensorflow"));
        assertThat(linker.loaded).isEqualTo(wanted);
        assertThat(GpuSupport.cuda()).containsSubsequence("libcublasLt.so.12", "libcublas.so.12", "libcusolver.so.11");
    }

    @Test
    void anInstalledCudaStandsInForWhatTheFolderLacks(@TempDir Path folder) {
        Recording linker = new Recording(Set.of("libcufft.so.11"));
        GpuLibraries loaded = GpuLibraries.load(Optional.of(folder), linker);
        assertThat(linker.loaded).contains("libcudart.so.12").doesNotContain("libcufft.so.11");
        assertThat(loaded).isEqualTo(new GpuLibraries(true, true, List.of("libcufft.so.11")));
    }

    @Test
    void withoutADriverTheLibraryForCpusStaysInUse(@TempDir Path folder) {
        Recording linker = new Recording(Set.of("libcuda.so.1"));
        assertThat(GpuLibraries.load(Optional.of(folder), linker)).isEqualTo(NONE);
        assertThat(linker.loaded).isEmpty();
    }

    @Test
    void whereTensorFlowsLibraryDoesNotLoadTheOneForCpusStaysInUse(@TempDir Path folder) {
        GpuLibraries loaded = GpuLibraries.load(Optional.of(folder), new Recording(Set.of("tensorflow_framework@.2")));
        assertThat(loaded.tensorflow()).isFalse();
        assertThat(loaded.missing()).containsExactly("libtensorflow_framework.so.2");
        assertThatThrownBy(() -> GpuLibraries.load(Optional.of(folder), new Recording(Set.of("tensorflow_cc@.2"))))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("is damaged");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theSystemsLibrariesLoadByNamesWithVersions() {
        assertThatCode(() -> GpuLibraries.Native.LINKER.name("libm.so.6")).doesNotThrowAnyException();
        assertThatThrownBy(() -> GpuLibraries.Native.LINKER.name("libnothing.so.9"))
                .isInstanceOf(UnsatisfiedLinkError.class)
                .hasMessageContaining("libnothing.so.9 is nowhere");
    }

    @Test
    void librariesAreSoughtInThePathThenWhereTheConfigurationSays(@TempDir Path folder) throws Exception {
        Path path = Files.createDirectory(folder.resolve("path"));
        Path configured = Files.createDirectory(folder.resolve("configured"));
        Path configuration = Files.createDirectory(folder.resolve("ld.so.conf.d"));
        Files.writeString(configuration.resolve("cuda.conf"), "# CUDA\n" + configured + "\n");
        Files.createFile(configured.resolve("libcuda.so.1"));
        LibraryPath all = LibraryPath.of("relative:" + path, configuration);
        assertThat(all.find("libcuda.so.1")).contains(configured.resolve("libcuda.so.1"));
        Files.createFile(path.resolve("libcuda.so.1"));
        assertThat(all.find("libcuda.so.1")).contains(path.resolve("libcuda.so.1"));
        assertThat(all.find("libnothing.so.9")).isEmpty();
    }

    private static GpuState state(String driver, boolean installed, GpuLibraries libraries, String failure) {
        return state("Linux", "amd64", driver, installed, libraries, failure);
    }

    private static GpuState state(
            String system, String processor, String driver, boolean installed, GpuLibraries libraries, String failure) {
        Optional<String> module = driver.isEmpty() ? Optional.empty() : Optional.of(driver);
        return new GpuState(system, processor, module, installed, libraries, List.of(), failure);
    }

    /** Writes down what would be loaded, and fails for some. */
    private static final class Recording implements GpuLibraries.Linker {
        private final List<String> loaded = new ArrayList<>();
        private final Set<String> absent;

        Recording(Set<String> absent) {
            this.absent = absent;
        }

        @Override
        public void file(Path file) {
            name(file.toString());
        }

        @Override
        public void name(String name) {
            if (absent.contains(name)) {
                throw new UnsatisfiedLinkError(name);
            }
            loaded.add(name);
        }

        @Override
        public void tensorflow(Path file, String name) {
            name(name);
        }
    }
}
