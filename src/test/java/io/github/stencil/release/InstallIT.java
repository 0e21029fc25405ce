// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The release, installed by its own launcher into an ImageJ with nothing in it, used there, and taken out again. */
class InstallIT {
    private static final boolean FULL = Boolean.getBoolean("stencil.thorough");
    private static final String SCORES = "Image,Class,Truth,Predicted,TP,FP,FN,TN,IoU,Dice";

    @TempDir
    private Path imageJ;

    private List<String> before = List.of();
    private Path job = Path.of("");
    private Path volumes = Path.of("");

    @TempDir
    private Path results;

    @BeforeEach
    void unpackImageJ() throws Exception {
        Files.copy(onlyJar("ij-"), imageJ.resolve("ij.jar"));
        Files.createDirectories(imageJ.resolve("plugins").resolve("Macros"));
        Files.writeString(imageJ.resolve("plugins").resolve("Macros").resolve("mine.txt"), "// mine");
        before = files();
        job = Files.writeString(results.resolve("job.ijm"), SampleJob.macro());
        volumes = Files.writeString(results.resolve("volumes.ijm"), SampleJob.trainingOnVolumes(results));
    }

    @AfterEach
    void removingLeavesTheFolderAsItWas() throws Exception {
        assertThat(stencil("install", imageJ.toString(), "--remove")).containsEntry("status", "0");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void inPlainImageJAMacroPredictsAndScoresAndRefreshingTheMenusDoesNotBreakIt() throws Exception {
        boolean display = System.getenv("DISPLAY") != null
                || !System.getProperty("os.name").equals("Linux");
        assertThat(install().get("output")).contains("installed plugins/Stencil_-", "installed plugins/jars/imglib2-");
        assumeTrue(display || "true".equals(System.getenv("CI")), "no display");
        int refreshments = FULL ? 20 : 2;
        Map<String, String> seen = visit(
                List.of("-Dplugins.dir=" + imageJ), List.of("display", String.valueOf(refreshments)), List.of(job));
        assertThat(seen.get("menu")).startsWith("io.github.stencil.front.menu.");
        assertThat(seen.get("job.ijm")).startsWith("nuclei-8bit-labels " + SampleJob.classPixels() + " 1 0.");
        assertThat(IntStream.rangeClosed(1, refreshments).mapToObj(i -> seen.get("refreshed " + i + " job.ijm")))
                .as(seen.get("output"))
                .containsOnly(seen.get("job.ijm"));
        assertThat(seen)
                .containsEntry("class loaders", String.valueOf(refreshments + 1))
                .containsEntry("with JavaCPP", "1"); // and so the native libraries are loaded once
    }

    @Test
    void withoutADisplayAMacroPredictsScoresAndTrains() throws Exception {
        install();
        Map<String, String> seen = visitWithoutDisplay(List.of(job, volumes));
        assertThat(seen.get("menu")).as(seen.get("output")).startsWith("io.github.stencil.front.menu.");
        assertThat(seen).containsEntry("job.ijm", "nuclei-8bit-labels " + SampleJob.classPixels());
        assertThat(seen.get("output")).contains(SCORES);
        assertThat(seen).as(seen.get("output")).containsEntry("volumes.ijm", "1");
    }

    @Test
    void theJarAloneSaysThatItIsNotComplete() throws Exception {
        install();
        try (Stream<Path> jars = Files.list(imageJ.resolve("plugins").resolve("jars"))) {
            for (Path jar : jars.toList()) {
                Files.delete(jar);
            }
        }
        assertThat(visitWithoutDisplay(List.of(job)).get("output")).contains("Stencil: Stencil is not complete here (");
    }

    @Test
    @EnabledIfSystemProperty(named = "stencil.thorough", matches = "true")
    void theOldestVersionsOfWhatImageJHasDoAsWell() throws Exception {
        List<Path> macros = new ArrayList<>(List.of(job));
        try (Stream<Path> all = Files.list(Path.of("macros").toAbsolutePath())) {
            macros.addAll(all.sorted().toList());
        }
        install();
        Map<String, String> now = visitWithoutDisplay(macros);
        stencil("install", imageJ.toString(), "--remove");
        Files.copy(ChildJava.neighbour("ij-1.53t.jar"), imageJ.resolve("ij.jar"), StandardCopyOption.REPLACE_EXISTING);
        Path jars = Files.createDirectories(imageJ.resolve("plugins").resolve("jars"));
        for (String old : List.of(
                "imglib2-7.1.4.jar", "scijava-common-2.94.2.jar", "parsington-3.0.0.jar", "javacpp-1.5.9.jar")) {
            Files.copy(ChildJava.neighbour(old), jars.resolve(old));
        }
        before = files();
        assertThat(install().get("output")).doesNotContain("imglib2", "scijava", "javacpp");
        Map<String, String> then = visitWithoutDisplay(macros);
        assertThat(then.get("version")).startsWith("1.53t");
        for (Path macro : macros) {
            String name = macro.getFileName().toString();
            assertThat(then.get(name)).as(name).isNotEqualTo("null").isEqualTo(now.get(name));
        }
    }

    private Map<String, String> visitWithoutDisplay(List<Path> macros) throws Exception {
        return visit(
                List.of(
                        "-Dplugins.dir=" + imageJ,
                        "-Dij1.plugin.dirs=" + imageJ.resolve("plugins"),
                        "-Dmacro.argument=" + SampleJob.DATA + "|" + Files.createTempDirectory(results, "of")),
                List.of("headless", "0"),
                macros);
    }

    private Map<String, String> install() throws Exception {
        Map<String, String> seen = stencil("install", imageJ.toString());
        assertThat(seen).as(seen.get("output")).containsEntry("status", "0");
        return seen;
    }

    /** Lets a guest come to the ImageJ in the folder. */
    private Map<String, String> visit(List<String> options, List<String> arguments, List<Path> macros)
            throws Exception {
        List<Path> classPath = new ArrayList<>(List.of(
                imageJ.resolve("ij.jar"), Path.of("target", "test-classes").toAbsolutePath()));
        if (arguments.contains("headless")) {
            classPath.addAll(List.of(onClassPath("ij1-patcher"), onClassPath("javassist")));
            try (Stream<Path> jars = Files.walk(imageJ.resolve("plugins"))) { // as Fiji does
                classPath.addAll(
                        jars.filter(file -> file.toString().endsWith(".jar")).toList());
            }
        }
        List<String> all = new ArrayList<>(options);
        all.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
        all.add(Guest.class.getName());
        all.addAll(arguments);
        macros.forEach(macro -> all.add(macro.toString()));
        Map<String, String> seen = ChildJava.run(classPath, imageJ, all);
        assertThat(seen).as(seen.get("output")).containsEntry("status", "0");
        return seen;
    }

    private static Map<String, String> stencil(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "bash", ChildJava.release().resolve("bin").resolve("stencil").toString()));
        command.addAll(List.of(arguments));
        return ChildJava.run(command, ChildJava.release());
    }

    private static Path onlyJar(String start) throws IOException {
        return ChildJava.jars("bin/lib").stream()
                .filter(jar -> jar.getFileName().toString().startsWith(start))
                .findFirst()
                .orElseThrow();
    }

    private static Path onClassPath(String name) {
        return Stream.of(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
                .filter(entry -> entry.contains(name))
                .map(Path::of)
                .findFirst()
                .orElseThrow();
    }

    /** Returns every file and folder in the ImageJ folder, files with their sizes. */
    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(imageJ)) {
            return all.map(path -> imageJ.relativize(path)
                            + (Files.isDirectory(path)
                                    ? "/"
                                    : " " + path.toFile().length()))
                    .sorted()
                    .toList();
        }
    }
}
