// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.spark;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import io.github.stencil.batch.Contents;
import io.github.stencil.batch.LargeScene;
import io.github.stencil.front.line.Main;
import io.github.stencil.image.AxisImage;
import io.github.stencil.model.BrightModel;
import io.github.stencil.zarr.OmeZarr;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.imglib2.Interval;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passes over one large image on Spark, two tasks at a time, against the same commands without it. */
class SharedPassesTest {
    private static final int SIDE = 4200; // more than is refined or counted in one piece

    private static final List<String> SPARK = List.of("--master", "local[2]");

    @TempDir
    private static Path folder;

    private static final List<String> COMMANDS = List.of(
            "refine --image image.ome.zarr --threshold Otsu --split --holes --tables NEWrows --output NEWobjects.ome.zarr",
            "evaluate --truth truth.ome.zarr --prediction NEWobjects.ome.zarr --kind Objects --tables NEWscores",
            "evaluate --truth damaged.ome.zarr --prediction truth.ome.zarr --kind Objects --tables NEWdamaged",
            "refine --image damaged.ome.zarr --include 1-4000 --output NEWdamaged.ome.zarr",
            "predict --image image.ome.zarr --model NETWORK --tile 512 --output Objects --output NEWfound.ome.zarr");

    @BeforeAll
    static void runAll() throws Exception {
        LargeScene.main(new String[] {folder.toString(), String.valueOf(SIDE)});
        damage();
        BrightModel.write(folder.resolve("NETWORK"));
        SparkChild.run(
                folder,
                COMMANDS.stream().map(command -> here(command, "spark-", SPARK)).toList());
    }

    /** Makes a label map of which one shard cannot be decoded. */
    private static void damage() throws IOException {
        Path from = folder.resolve("truth.ome.zarr");
        Path to = folder.resolve("damaged.ome.zarr");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        try (Stream<Path> files = Files.walk(to.resolve("0"))) {
            Path shard =
                    files.filter(file -> file.endsWith("c/0/0")).findFirst().orElseThrow();
            Files.write(shard, new byte[(int) Files.size(shard)]);
        }
    }

    @Test
    void objectsAndTheirRowsAreTheSameBytes() throws IOException {
        assertThat(said(0)).first().as(said(0).toString()).isEqualTo("0");
        assertThat(plain(0)).isZero();
        assertThat(Contents.of(folder.resolve("spark-rows"))).isEqualTo(Contents.of(folder.resolve("plain-rows")));
        assertThat(Contents.of(folder.resolve("spark-objects.ome.zarr")))
                .hasSizeGreaterThan(9)
                .isEqualTo(Contents.of(folder.resolve("plain-objects.ome.zarr")));
        assertThat(folder.resolve("spark-objects.ome.zarr.journal")).doesNotExist();
        assertThat(plain(1)).isZero();
        assertThat(said(1).get(0)).as(said(1).toString()).isEqualTo("0");
        assertThat(Contents.of(folder.resolve("spark-scores")))
                .hasSize(3)
                .isEqualTo(Contents.of(folder.resolve("plain-scores")));
    }

    @Test
    void predictedObjectsAreThoseOfClassesInMemory() throws IOException {
        assertThat(said(4)).as(said(4).toString()).first().isEqualTo("0");
        assertThat(plain(4)).isZero();
        assertThat(Contents.of(folder.resolve("spark-found.ome.zarr")))
                .hasSizeGreaterThan(9)
                .isEqualTo(Contents.of(folder.resolve("plain-found.ome.zarr")));
        String inMemory = COMMANDS.get(4).replace("found.ome.zarr", "found.tif");
        assertThat(plain(inMemory)).isZero();
        AxisImage found = OmeZarr.open(folder.resolve("plain-found.ome.zarr"));
        AxisImage wanted =
                AxisImage.of(IJ.openImage(folder.resolve("plain-found.tif").toString()));
        Interval all = wanted.extent().interval();
        assertThat((short[]) found.copy(all)).isEqualTo((short[]) wanted.copy(all));
        assertThat(folder).isDirectoryNotContaining("glob:**found.ome.zarr.*");
    }

    @Test
    void aBlockThatCannotBeReadIsNamedWithItsStep() throws IOException {
        assertThat(said(2).get(0)).as(said(2).toString()).isEqualTo("1");
        assertThat(said(2)).anyMatch(line -> line.contains("c/0/0") && line.contains("cannot be decoded"));
        assertThat(said(2)).last().asString().contains("1 of 2 blocks failed at the step \"pairs\": block 0.");
        assertThat(said(3)).last().asString().contains("at the step \"objects-0-0 components\": block ");
        assertThat(folder.resolve("spark-damaged.ome.zarr")).doesNotExist();
        assertThat(folder.resolve("spark-damaged.ome.zarr.journal")).isDirectory();
    }

    /** Returns the status, and what was said. */
    private static List<String> said(int command) throws IOException {
        return Files.readAllLines(folder.resolve(command + ".txt"));
    }

    private static int plain(int command) {
        return plain(COMMANDS.get(command));
    }

    private static int plain(String command) {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        return Main.run(null, nowhere, nowhere, here(command, "plain-", List.of()));
    }

    /** Returns a command with paths; what it makes gets a mark. */
    private static String[] here(String command, String mark, List<String> more) {
        List<String> words = new ArrayList<>();
        for (String word : command.split(" ")) {
            boolean file = word.startsWith("NE") || word.endsWith(".zarr");
            words.add(file ? folder.resolve(word.replace("NEW", mark)).toString() : word);
        }
        words.addAll(more);
        return words.toArray(new String[0]);
    }
}
