// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.run;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import io.github.stencil.front.Commands;
import io.github.stencil.front.terminal.ExitStatus;
import io.github.stencil.tensor.Device;
import io.github.stencil.tensor.TensorRuntime;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files spread over devices; without GPUs the devices are the CPU, twice. */
class SpreadTest {
    private static final List<Device> TWO = List.of(new Device(Device.Kind.CPU, 0), new Device(Device.Kind.CPU, 1));

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void twoDevicesWorkSideBySideEachOnOneThingAtATime() {
        CountDownLatch both = new CountDownLatch(2);
        Map<Device, AtomicInteger> working = Map.of(TWO.get(0), new AtomicInteger(), TWO.get(1), new AtomicInteger());
        List<Integer> finished = new ArrayList<>();
        Spread spread = new Spread(TWO);
        new SideBySide(4, Long.MAX_VALUE)
                .run(
                        IntStream.range(0, 7).boxed().toList(),
                        i -> 1,
                        i -> spread.on(() -> {
                            AtomicInteger here = Objects.requireNonNull(working.get(TensorRuntime.device()));
                            assertThat(here.incrementAndGet()).isEqualTo(1);
                            both.countDown();
                            await(both);
                            here.decrementAndGet();
                            return i;
                        }),
                        finished::add);
        assertThat(finished).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(TensorRuntime.device()).isEqualTo(Device.AUTOMATIC);
    }

    @Test
    void aFolderPredictedOnTwoDevicesIsThatOfOne() throws IOException {
        Files.createDirectory(folder.resolve("images"));
        for (int i = 0; i < 5; i++) {
            byte[] pixels = new byte[64 * 48];
            new Random(i).nextBytes(pixels);
            IJ.saveAsTiff(new ImagePlus("", new ByteProcessor(64, 48, pixels)), file("images/" + i + ".tif"));
        }
        Files.writeString(folder.resolve("images/3x.tif"), "no image, just words\n");
        CommandRun spread = run("two");
        spread.setDevices(() -> TWO);
        assertThat(spread.run()).isEqualTo(ExitStatus.PART_FAILED);
        assertThat(err.toString()).contains("3x.tif: ").contains("1 of 6 failed");
        assertThat(out.toString()
                        .lines()
                        .map(line -> Path.of(line).getFileName().toString()))
                .containsExactly("0.tif", "1.tif", "2.tif", "3.tif", "4.tif");
        CommandRun alone = run("one");
        alone.setDevices(() -> TWO.subList(0, 1));
        assertThat(alone.run()).isEqualTo(ExitStatus.PART_FAILED);
        for (int i = 0; i < 5; i++) {
            assertThat(folder.resolve("two/" + i + ".tif")).hasSameBinaryContentAs(folder.resolve("one/" + i + ".tif"));
        }
        try (var files = Files.list(folder.resolve("two"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".part"))).isEmpty();
        }
    }

    private CommandRun run(String results) {
        Options options = new Options(
                Map.of(
                        "image", List.of(file("images")),
                        "model",
                                List.of(Path.of("sample-data", "models", "nuclei")
                                        .toString())),
                file(results) + "/",
                null,
                false,
                null,
                false);
        return new CommandRun(
                Commands.named("predict").orElseThrow(),
                options,
                new PrintWriter(out, true),
                new PrintWriter(err, true));
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
