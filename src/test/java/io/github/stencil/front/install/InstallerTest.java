// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImageJ;
import io.github.stencil.Digest;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.front.line.Main;
import io.github.stencil.front.terminal.ExitStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Installs a release of small files into folders that look like ImageJ's. */
class InstallerTest {
    private static final String NATIVES = "tensorflow-core-native-1.1.0-linux-x86_64.jar";
    private static final String[] FIJI = {
        "jars/ij-1.54p.jar", "jars/imglib2-7.1.4.jar", "jars/scijava-common-2.99.2.jar", "jars/parsington-3.1.0.jar"
    };

    @TempDir
    private Path folder;

    private Path home = Path.of("");
    private Path imageJ = Path.of("");

    @BeforeEach
    void unpackARelease() throws IOException {
        home = folder.resolve("release");
        imageJ = folder.resolve("ImageJ");
        write(home, "plugins/Stencil_-2.0.jar", "jars/javacpp-1.5.11.jar", "jars/linux64/" + NATIVES);
        write(home, "bin/lib/ij-1.54p.jar", "bin/lib/imglib2-8.0.1.jar");
        write(home, "bin/lib/scijava-common-2.100.1.jar", "bin/lib/parsington-3.1.0.jar");
        Path natives = home.resolve("jars/linux64/" + NATIVES);
        Files.writeString(Path.of(natives + ".sha256"), Digest.of(natives) + " *" + NATIVES + "\n");
    }

    @Test
    void aPlainImageJGetsEverythingAndIsAfterwardsAsItWas() throws IOException {
        plainImageJ("1.54p");
        write(imageJ, "plugins/Macros/mine.txt");
        Map<String, String> before = files();
        assertThat(install().put())
                .containsExactlyInAnyOrder(
                        "plugins/Stencil_-2.0.jar",
                        "plugins/jars/javacpp-1.5.11.jar",
                        "plugins/jars/imglib2-8.0.1.jar",
                        "plugins/jars/scijava-common-2.100.1.jar",
                        "plugins/jars/parsington-3.1.0.jar",
                        "plugins/jars/" + NATIVES);
        assertThat(Installer.remove(imageJ).left()).isEmpty();
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aFijiKeepsItsOwnLibraries() throws IOException {
        write(imageJ, FIJI);
        Map<String, String> before = files();
        assertThat(install().put())
                .containsExactlyInAnyOrder(
                        "plugins/Stencil_-2.0.jar", "jars/javacpp-1.5.11.jar", "jars/linux64/" + NATIVES);
        assertThat(files()).containsAllEntriesOf(before);
        Installer.remove(imageJ);
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aJavaCppThatIsThereIsUsed() throws IOException {
        write(imageJ, FIJI);
        write(imageJ, "jars/javacpp-1.5.10.jar", "jars/linux64/javacpp-1.5.10-linux-x86_64.jar");
        assertThat(install().put()).containsExactlyInAnyOrder("plugins/Stencil_-2.0.jar", "jars/linux64/" + NATIVES);
    }

    @ParameterizedTest
    @CsvSource({
        "ij, 1.52p, 1.53t",
        "imglib2, 7.1.0, 7.1.4",
        "imglib2, 6.3.0, 7.1.4",
        "scijava-common, 2.90.0, 2.94.2",
        "javacpp, 1.5.7, 1.5.9",
    })
    void whatIsTooOldIsRefusedByNameAndVersion(String name, String version, String wanted) throws IOException {
        write(
                imageJ,
                Stream.of(FIJI).filter(jar -> !jar.contains("/" + name + "-")).toArray(String[]::new));
        write(imageJ, "jars/%s-%s.jar".formatted(name, version));
        refuses("This Fiji has %s %s (jars".formatted(name, version), "Stencil needs %s or newer".formatted(wanted));
    }

    @Test
    void aPlainImageJThatIsTooOldIsRefused() throws IOException {
        plainImageJ("1.52p");
        refuses("This ImageJ has ij 1.52p (ij.jar), but Stencil needs 1.53t or newer");
    }

    @Test
    void aFijiWithoutALibraryIsRefused() throws IOException {
        write(imageJ, FIJI[0], FIJI[2], FIJI[3]);
        refuses("This Fiji has no imglib2 among its jars");
    }

    @Test
    void anotherVersionOfTheNativeLibraryIsInTheWay() throws IOException {
        write(imageJ, FIJI);
        write(imageJ, "jars/linux64/tensorflow-core-native-1.0.0-linux-x86_64.jar");
        refuses("has tensorflow-core-native 1.0.0 (jars", "Stencil needs version 1.1.0");
    }

    @Test
    void aFolderThatIsNoImageJIsRefused() throws IOException {
        write(imageJ, "plugins/readme.txt");
        refuses("is neither a Fiji nor an ImageJ");
        assertThatThrownBy(() -> Installer.remove(imageJ)).hasMessageStartingWith("There is no Stencil in");
    }

    @Test
    void aNativeLibraryThatIsNotWholeIsRefused() throws IOException {
        write(imageJ, FIJI);
        Files.writeString(home.resolve("jars/linux64/" + NATIVES), "cut");
        refuses(NATIVES + " does not have the checksum");
    }

    @Test
    void aReleaseWithoutThisPlatformIsRefused() throws IOException {
        write(imageJ, FIJI);
        assertThatThrownBy(() -> Installer.install(new ReleaseFolder(home), imageJ, "win64", Progress.NONE))
                .hasMessageContaining("has nothing for this platform (win64)");
    }

    @Test
    void whatCannotBeWrittenLeavesNothingBehind() throws IOException {
        write(imageJ, FIJI);
        write(imageJ, "jars/linux64"); // a file where a folder should be
        refuses("could not be written");
    }

    @Test
    void anOlderStencilIsReplacedHoweverItCame() throws IOException {
        plainImageJ("1.54p");
        write(imageJ, "plugins/Stencil_-1.0.jar", "plugins/more/Stencil_-0.9.jar", "plugins/Other_-1.0.jar");
        assertThat(install().removed())
                .containsExactlyInAnyOrder("plugins/Stencil_-1.0.jar", "plugins/more/Stencil_-0.9.jar");
        Files.move(home.resolve("plugins/Stencil_-2.0.jar"), home.resolve("plugins/Stencil_-3.0.jar"));
        Files.move(home.resolve("jars/javacpp-1.5.11.jar"), home.resolve("jars/javacpp-1.5.12.jar"));
        assertThat(install().removed())
                .containsExactlyInAnyOrder("plugins/Stencil_-2.0.jar", "plugins/jars/javacpp-1.5.11.jar");
        Installer.remove(imageJ);
        assertThat(files()).containsOnlyKeys("ij.jar", "plugins", "plugins/more", "plugins/Other_-1.0.jar");
    }

    @Test
    void whatAKilledInstallationLeftGoesWithTheNextOrWithRemove() throws IOException {
        plainImageJ("1.54p");
        write(imageJ, "plugins/mine.tif.part", "plugins/Other_-1.0.jar.part");
        Map<String, String> before = files();
        String[] left = {
            "plugins/Stencil_-1.9.jar.part",
            "plugins/jars/" + NATIVES + ".part",
            "plugins/jars/" + NATIVES + ".2.part",
            "plugins/stencil-installed.txt.part"
        };
        write(imageJ, left);
        assertThat(Installer.remove(imageJ).removed()).as("before its record").containsExactlyInAnyOrder(left);
        assertThat(files()).isEqualTo(before);
        write(imageJ, left);
        assertThat(install().removed()).containsExactlyInAnyOrder(left);
        write(imageJ, left);
        assertThat(Installer.remove(imageJ).removed()).contains(left);
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void installingAgainRepairs() throws IOException {
        plainImageJ("1.54p");
        install();
        Map<String, String> whole = files();
        Files.writeString(imageJ.resolve("plugins/jars/" + NATIVES), "cut");
        Files.delete(imageJ.resolve("plugins/Stencil_-2.0.jar"));
        install();
        assertThat(files()).isEqualTo(whole);
    }

    @Test
    void whatSomebodyElseChangedStaysAndIsNamed() throws IOException {
        plainImageJ("1.54p");
        install();
        Files.writeString(imageJ.resolve("plugins/jars/imglib2-8.0.1.jar"), "mine");
        assertThat(Installer.remove(imageJ).left())
                .singleElement()
                .asString()
                .contains("imglib2-8.0.1.jar was changed by somebody else and stays");
        assertThat(files()).containsOnlyKeys("ij.jar", "plugins", "plugins/jars", "plugins/jars/imglib2-8.0.1.jar");
    }

    @Test
    void aDamagedRecordCannotReachOutOfTheFolder() throws IOException {
        plainImageJ("1.54p");
        write(folder, "precious.txt");
        install();
        Path record = imageJ.resolve(InstalledFiles.RECORD);
        Files.writeString(
                record, Files.readString(record) + Digest.of(folder.resolve("precious.txt")) + " ../precious.txt\n");
        assertThatThrownBy(() -> Installer.remove(imageJ)).hasMessageContaining("is damaged");
        assertThat(folder.resolve("precious.txt")).exists();
    }

    @Test
    void imageJTellsItsVersionWhereItsJarDoesNot() throws IOException {
        Path original = Stream.of(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
                .map(Path::of)
                .filter(entry -> entry.getFileName().toString().startsWith("ij-"))
                .findFirst()
                .orElseThrow();
        Files.createDirectories(imageJ);
        try (JarFile from = new JarFile(original.toFile());
                OutputStream file = Files.newOutputStream(imageJ.resolve("ij.jar"));
                JarOutputStream to = new JarOutputStream(file)) {
            for (JarEntry entry : from.stream()
                    .filter(e -> !e.getName().startsWith("META-INF"))
                    .toList()) {
                to.putNextEntry(new JarEntry(entry.getName()));
                try (InputStream bytes = from.getInputStream(entry)) {
                    bytes.transferTo(to);
                }
            }
        }
        assertThat(ImageJFolder.of(imageJ).named("ij"))
                .singleElement()
                .extracting(Library::version)
                .isEqualTo(ImageJ.VERSION);
    }

    @Test
    void versionsAreOrderedByTheirNumbersAndLetters() {
        List<String> inOrder = List.of("1.52p", "1.53", "1.53c", "1.53t", "1.54", "1.54f", "2.0", "2.94.2", "2.100.1");
        assertThat(inOrder.stream().sorted(Library.BY_VERSION.reversed()).sorted(Library.BY_VERSION))
                .containsExactlyElementsOf(inOrder);
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux64",
        "Linux, aarch64, linux-arm64",
        "Windows 11, amd64, win64",
        "Mac OS X, aarch64, macos-arm64",
    })
    void platformsHaveTheNamesThatFijiGivesThem(String system, String processor, String name) {
        assertThat(ReleaseFolder.platform(system, processor)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"Mac OS X, x86_64", "Windows 11, aarch64", "Linux, i386", "FreeBSD, amd64"})
    void aPlatformWithoutTensorFlowIsRefused(String system, String processor) {
        assertThatThrownBy(() -> ReleaseFolder.platform(system, processor))
                .hasMessageStartingWith(
                        "TensorFlow has no library for this machine (%s, %s)".formatted(system, processor));
    }

    @ParameterizedTest
    @CsvSource({
        "install, Missing required parameter",
        "install /no/such/folder, There is no folder /no/such/folder",
        "install /no/such/folder --remove, There is no Stencil in /no/such/folder",
        "install a b, belongs to no option",
    })
    void theCommandLineRefusesInOneSentence(String line, String sentence) {
        System.setProperty("stencil.home", home.toString());
        StringWriter complaint = new StringWriter();
        int status = Main.run(new PrintWriter(complaint), new PrintWriter(complaint), line.split(" "));
        System.clearProperty("stencil.home");
        assertThat(status).isEqualTo(ExitStatus.NOTHING_DONE);
        assertThat(complaint.toString())
                .startsWith("stencil: ")
                .contains(sentence)
                .hasLineCount(1);
    }

    private Installer.Report install() {
        return Installer.install(new ReleaseFolder(home), imageJ, "linux64", Progress.NONE);
    }

    /** Expects a sentence, and that nothing was touched. */
    private void refuses(String... parts) throws IOException {
        Map<String, String> before = files();
        assertThatThrownBy(this::install).isInstanceOf(StencilException.class).satisfies(e -> {
            for (String part : parts) {
                assertThat(e.getMessage()).contains(part);
            }
        });
        assertThat(files()).isEqualTo(before);
    }

    private void plainImageJ(String version) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
        Files.createDirectories(imageJ.resolve("plugins"));
        try (OutputStream file = Files.newOutputStream(imageJ.resolve("ij.jar"));
                JarOutputStream jar = new JarOutputStream(file, manifest)) {
            jar.finish();
        }
    }

    /** Writes files that hold their own names. */
    private static void write(Path root, String... files) throws IOException {
        for (String file : files) {
            Path place = root.resolve(file);
            Files.createDirectories(place.getParent());
            Files.writeString(place, file);
        }
    }

    /** Returns what every file in the ImageJ folder holds, and the folders. */
    private Map<String, String> files() throws IOException {
        try (Stream<Path> all = Files.walk(imageJ)) {
            return all.filter(path -> !path.equals(imageJ))
                    .collect(Collectors.toMap(
                            path -> imageJ.relativize(path).toString().replace('\\', '/'),
                            InstallerTest::text,
                            (one, other) -> one,
                            TreeMap::new));
        }
    }

    private static String text(Path path) {
        try {
            return Files.isDirectory(path) ? "" : Arrays.toString(Files.readAllBytes(path));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
