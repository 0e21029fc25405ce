// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ShortProcessor;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be wrong with an OME-Zarr: each time one sentence on the command line, and nothing is written. */
class ZarrFaultsTest {
    private static final String CAPABILITIES = "-dac_override,-dac_read_search";

    @TempDir
    private Path folder;

    private Path store = Path.of("");

    /** Writes 10 x 6 pixels of 16 bits in Zarr version 2, in two raw chunks. */
    @BeforeEach
    void writeAStore() throws IOException {
        store = folder.resolve("cells.ome.zarr");
        Files.createDirectories(store.resolve("0"));
        Files.writeString(store.resolve(".zgroup"), "{\"zarr_format\":2}");
        Files.writeString(store.resolve(".zattrs"), """
                {"multiscales":[{"version":"0.4","axes":[{"name":"y"},{"name":"x"}],"datasets":[{"path":"0"}]}]}
                """);
        describe("null");
        for (int i = 0; i < 2; i++) {
            Files.write(store.resolve("0/0." + i), new byte[60]);
        }
    }

    private void describe(String compressor) throws IOException {
        Files.writeString(store.resolve("0/.zarray"), """
                {"zarr_format":2,"shape":[6,10],"chunks":[6,5],"dtype":"<u2","compressor":%s,"filters":null,
                "fill_value":0,"order":"C"}
                """.formatted(compressor));
    }

    private String[] copying() {
        return new String[] {"open-zarr", "--file", store.toString(), "--output", file("copy.tif")};
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static String said(String... line) {
        StringWriter err = new StringWriter();
        int status = Main.run(new PrintWriter(new StringWriter()), new PrintWriter(new BufferedWriter(err)), line);
        return status + " " + err.toString().strip();
    }

    private void refuses(String sentence) throws IOException {
        assertOneSentence(said(copying()), sentence);
    }

    private void assertOneSentence(String said, String sentence) throws IOException {
        assertThat(said).startsWith("2 ").contains(sentence).doesNotContain("unforeseen");
        assertThat(said.lines()).hasSize(1);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString())).doesNotContain("copy.tif", "copy.tif.part");
        }
    }

    @Test
    void theStoreAsItIsIsRead() {
        assertThat(said(copying())).isEqualTo("0 ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[6,10] | [-6,10] | the shape is [-6, 10], but sizes must be from 1",
                "[6,10] | [6,0] | the shape is [6, 0], but sizes must be from 1",
                "[6,10] | [6,9e18] | \"shape\" is [6,9e18] but must be",
                "[6,10] | [6,3000000000] | the shape is [6, 3000000000], but sizes must be",
                "[6,10] | [] | has 0 axes but must have 1 to 16",
                "[6,10] | \"large\" | \"shape\" is \"large\" but must be a list",
                "[6,10] | [\"6\",\"10\"] | \"shape\" is [\"6\",\"10\"] but must be a number",
                "[6,5] | [-6,5] | the chunk shape is [-6, 5], but sizes must be from 1",
                "[6,5] | [0,5] | the chunk shape is [0, 5], but sizes must be from 1",
                "[6,5] | [2000000000,2000000000] | a chunk of [2000000000, 2000000000] takes",
                "[6,5] | {\"y\":6} | \"chunks\" is {\"y\":6} but must be a list",
                "\"<u2\" | \"<c8\" | has values of type \"<c8\", which is not read here",
                "\"<u2\" | 2 | \"dtype\" is 2 but must be a text",
                "\"<u2\" | [[\"a\",\"<u2\"]] | \"dtype\" is [[\"a\",\"<u2\"]] but must be a text",
                "null,\"filters\" | {\"id\":\"lzma\"},\"filters\" | the codec \"lzma\", which is not read here",
                "null,\"filters\" | {\"id\":\"blosc\",\"cname\":\"snappy\"},\"filters\" | the codec \"blosc with snappy\", which is not read",
                "null,\"filters\" | \"zstd\",\"filters\" | \"compressor\" is \"zstd\" but must be an object",
                "\"filters\":null | \"filters\":[{\"id\":\"delta\"}] | the filter \"delta\"",
                "\"fill_value\":0 | \"fill_value\":65536 | \"fill_value\" is 65536 but must be a number of type uint16",
                "\"fill_value\":0 | \"fill_value\":[0] | \"fill_value\" is [0] but must be a number of type uint16",
                "\"<u2\",\"compressor\":null,\"filters\":null,\"fill_value\":0 | \"<f4\",\"compressor\":null,\"filters\":null,\"fill_value\":1e400 | \"fill_value\" is 1e400 but must be a number of type float32",
                "\"order\":\"C\" | \"order\":1 | \"order\" is 1 but must be a text",
                "\"order\":\"C\" | \"dimension_separator\":\"-\" | \"dimension_separator\" is \"-\" but must be a dot",
                "\"order\":\"C\"} | \"order\":\"C\" | .zarray is not valid JSON"
            })
    void wrongMetadataAreNamedWithWhatTheyMustBe(String what, String by, String sentence) throws IOException {
        Path metadata = store.resolve("0/.zarray");
        String text = Files.readString(metadata).replaceAll("\\s", "");
        assertThat(text).contains(what);
        Files.writeString(metadata, text.replace(what, by));
        refuses(sentence);
        assertThat(said(copying())).contains(store + "/0/.zarray");
    }

    @Test
    void aChunkThatIsNoFileIsNamed() throws Exception {
        Path chunk = store.resolve("0/0.1");
        Files.delete(chunk);
        Files.createDirectory(chunk);
        refuses(chunk + " cannot be read (it is a folder where a file should be)");
        Files.delete(chunk);
        assumeTrue(new ProcessBuilder("mkfifo", chunk.toString()).start().waitFor() == 0);
        refuses(chunk + " cannot be read (it is a device, a pipe or a socket)");
    }

    /** Sizes that a few bytes tell and no disk holds: each command says so, and none begins. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1000000000 1 has 1e+18 chunks of [1, 1], each a file, too many for any disk",
                "100000000 2048 pixels large|GB, but there is room for|needed whole here|Memory ran out"
            })
    void anImageThatNoDiskHoldsIsRefusedByEachCommand(String how) throws IOException {
        String[] words = how.split(" ", 3);
        Files.writeString(store.resolve("0/.zarray"), """
                {"zarr_format":2,"shape":[%1$s,%1$s],"chunks":[%2$s,%2$s],"dtype":"|u1","compressor":null,
                "filters":null,"fill_value":0,"order":"C"}
                """.formatted(words[0], words[1]));
        String image = store.toString();
        String model = Path.of("sample-data/models/nuclei").toString();
        String[][] all = {
            {"apply-mask", "--image", image, "--mask", image, "--output", file("copy.tif")},
            {"to-labels", "--image", image, "--output", file("copy.tif")},
            {"open-zarr", "--file", image, "--output", file("copy.tif")},
            {"predict", "--image", image, "--model", model, "--output", file("copy.tif")},
            {"predict", "--image", image, "--model", model, "--output", file("copy.ome.zarr")},
            {"to-rois", "--labels", image, "--output", file("copy.zip")},
            {"refine", "--image", image, "--output", file("copy.tif")},
            {"to-categorical", "--labels", image, "--output", file("copy.tif")},
            {"evaluate", "--truth", image, "--prediction", image, "--kind", "Objects"},
            {"extract-pixels", "--image", image, "--mask", image},
        };
        boolean counted = words[1].equals("1");
        for (String[] line : counted ? all : Arrays.copyOf(all, 6)) {
            String said = said(line);
            assertThat(said)
                    .as(line[0])
                    .startsWith("2 ")
                    .containsPattern(Pattern.compile(counted ? Pattern.quote(words[2]) : words[2]));
            assertThat(said).doesNotContain("unforeseen");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip | it holds more than the 60 bytes of a chunk",
                "zlib | it holds more than the 60 bytes of a chunk",
                "zstd | its zstd header tells of 100,000 bytes where there can be 60",
                "zstd without its size | zstd says",
                "blosc | its Blosc header tells of 100,000 bytes where there can be 60",
                "blosc with blocks that reach beyond | blosc says"
            })
    void aChunkThatWouldBecomeMoreThanItsShapeIsNamed(String bomb, String sentence) throws IOException {
        describe("{\"id\":\"%s\"%s}"
                .formatted(bomb.split(" ")[0], bomb.startsWith("blosc") ? ",\"cname\":\"lz4\"" : ""));
        byte[] zeros = new byte[100_000];
        byte[] chunk = switch (bomb) {
            case "gzip", "zlib" -> {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                try (OutputStream out =
                        bomb.equals("gzip") ? new GZIPOutputStream(bytes) : new DeflaterOutputStream(bytes)) {
                    out.write(zeros);
                }
                yield bytes.toByteArray();
            }
            case "zstd" -> com.github.luben.zstd.Zstd.compress(zeros);
            case "zstd without its size" -> {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                try (OutputStream out = new com.github.luben.zstd.ZstdOutputStream(bytes)) {
                    out.write(zeros);
                }
                yield bytes.toByteArray();
            }
            default -> {
                byte[] bytes = com.scalableminds.bloscjava.Blosc.compress(new byte[60], 2);
                ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
                header.putInt(bomb.equals("blosc") ? 4 : 8, 100_000);
                yield bytes;
            }
        };
        Files.write(store.resolve("0/0.1"), chunk);
        Files.delete(store.resolve("0/0.0"));
        refuses(sentence);
        assertThat(said(copying())).contains("The chunk 0.1 of " + store + "/0 cannot be decoded, as");
    }

    @Test
    void aChunkThatIsCutShortOrTooLongIsNamed() throws IOException {
        for (int length : new int[] {0, 1, 59, 61, 100_000}) {
            Files.write(store.resolve("0/0.1"), new byte[length]);
            refuses("The chunk 0.1 of " + store + "/0 cannot be decoded, as it ");
        }
    }

    @Test
    void aStoreThatChangesBetweenOpeningAndReadingIsSaid() throws Exception {
        PrintStream console = System.out; // without a display ImageJ logs to it
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            String macro = "setBatchMode(true); run('Open OME-Zarr...', 'file=[%s]'); %s"
                    + " run('Apply Mask...', 'mask=[%s]');";
            IJ.saveAsTiff(new ImagePlus("", new ShortProcessor(10, 6)), file("mask.tif"));
            IJ.runMacro(macro.formatted(
                            store,
                            "File.delete('%s'); File.append('x', '%s');"
                                    .formatted(store.resolve("0/0.1"), store.resolve("0/.zarray")),
                            file("mask.tif"))
                    .replace('\\', '/'));
        } finally {
            System.setOut(console);
        }
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains(store + "/0 was changed or taken away while it was read");
    }

    @ParameterizedTest
    @CsvSource({"0/0.1", "0/.zarray", ".zattrs"})
    void whatMayNotBeReadIsNamed(String file) throws Exception {
        allow(store.resolve(file), "---------");
        assertOneSentence(
                saidWithoutPrivileges(copying()),
                store.resolve(file) + " cannot be read (no permission). Check the disk and the permissions.");
    }

    @Test
    void aFolderThatMayNotBeEnteredIsNamed() throws Exception {
        allow(store.resolve("0"), "---------");
        try {
            assertOneSentence(
                    saidWithoutPrivileges(copying()), "/0/zarr.json cannot be read (no permission). Check the disk");
        } finally {
            allow(store.resolve("0"), "rwx------");
        }
    }

    @ParameterizedTest
    @CsvSource({"out.ome.zarr", "out.ozx"})
    void aPlaceThatMayNotBeWrittenIsNamed(String name) throws Exception {
        Path locked = Files.createDirectory(folder.resolve("locked"));
        allow(locked, "r-xr-xr-x");
        String out = locked.resolve(name).toString();
        assertOneSentence(
                saidWithoutPrivileges("open-zarr", "--file", store.toString(), "--output", out),
                "The folder " + locked + " cannot be written to. Choose another place");
        assertThat(locked).isEmptyDirectory();
    }

    @Test
    void aStoreThatMayNotBeWrittenTakesNoLabels() throws Exception {
        allow(store, "r-xr-xr-x");
        String out = store.resolve("labels/cells").toString();
        String said = saidWithoutPrivileges("refine", "--image", store.toString(), "--output", out);
        assertOneSentence(said, "cannot be written to. Choose another place");
        assertThat(store.resolve("labels")).doesNotExist();
    }

    private static void allow(Path path, String permissions) throws IOException {
        assumeTrue(Files.getFileStore(path).supportsFileAttributeView("posix"), "there are no such permissions here");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    /** Runs a command line in a process that permissions bind even where the tests run as root. */
    private String saidWithoutPrivileges(String... line) throws Exception {
        List<String> bounds = List.of();
        if (!bound()) {
            assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "root may read all, and nothing here stops it");
            bounds = List.of("/usr/bin/setpriv", "--bounding-set", CAPABILITIES, "--inh-caps", CAPABILITIES);
        }
        return FullDiskRun.run(folder, bounds, List.of(), line);
    }

    /** Returns whether permissions bind this process. */
    private boolean bound() throws IOException {
        Path secret = Files.createFile(folder.resolve("secret"));
        allow(secret, "---------");
        return !Files.isReadable(secret);
    }
}
