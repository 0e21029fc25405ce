// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.PixelType;
import io.github.stencil.zarr.array.RandomChunks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever becomes of a store's bytes, it is read to values or refused in a sentence. */
class DamagedStoreTest {
    private static final int SEEDS = 25;
    private static final int DAMAGES = 60;
    private static final Pattern TOKEN = Pattern.compile("-?\\d+(\\.\\d+)?|\"[^\"]*\"|true|false|null|[\\[\\]{},:]");
    private static final List<String> ODD = List.of(
            "-1",
            "0",
            "1",
            "3",
            "1e18",
            "1e400",
            "2147483647",
            "2147483648",
            "9223372036854775807",
            "0.5",
            "\"\"",
            "\"x\"",
            "null",
            "true",
            "[]",
            "{}",
            "[1,1]",
            "\"../..\"",
            "[",
            "}",
            ",",
            "\"zfpy\"",
            "NaN",
            "1e-300",
            "\"0\"",
            "16777216");

    @TempDir
    private Path folder;

    private Path store = Path.of("");
    private final Map<String, byte[]> whole = new TreeMap<>();

    static LongStream seeds() {
        return LongStream.range(0, SEEDS);
    }

    @BeforeEach
    void nameTheStore() {
        store = folder.resolve("cells.ome.zarr");
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void endsInValuesOrInASentence(long seed) throws IOException {
        Random random = new Random(seed);
        write(random);
        remember();
        List<String> files = new ArrayList<>(whole.keySet());
        for (int i = 0; i < DAMAGES; i++) {
            List<String> damaged = new ArrayList<>();
            for (int k = 0; k <= random.nextInt(2); k++) {
                String file = files.get(random.nextInt(files.size()));
                byte[] bytes = damage(file, random);
                if (bytes == null) {
                    Files.deleteIfExists(store.resolve(file));
                } else {
                    Files.write(store.resolve(file), bytes);
                }
                damaged.add(file);
            }
            String what = "seed %d, damage %d to %s".formatted(seed, i, damaged);
            try {
                read();
            } catch (StencilException e) {
                assertThat(e.getMessage())
                        .as(what)
                        .matches("(?s)[A-Z\"/].*\\.")
                        .doesNotContain("Exception", "null pointer");
            } catch (RuntimeException | Error e) {
                fail(what + ", metadata now " + texts(damaged), e);
            }
            for (String file : damaged) {
                Files.write(store.resolve(file), whole.get(file));
            }
        }
        read(); // all is as it was
    }

    private String texts(List<String> files) throws IOException {
        StringBuilder texts = new StringBuilder();
        for (String file : files) {
            if (isText(file) && Files.exists(store.resolve(file))) {
                texts.append(Files.readString(store.resolve(file), StandardCharsets.ISO_8859_1));
            }
        }
        return texts.toString().replaceAll("\\s+", "");
    }

    private void read() {
        AxisImage image = OmeZarr.open(store);
        Extent extent = image.extent();
        long[] last = {
            Math.min(extent.width(), 50) - 1,
            Math.min(extent.height(), 50) - 1,
            Math.min(extent.channels(), 3) - 1,
            Math.min(extent.slices(), 3) - 1,
            0
        };
        Interval block = new FinalInterval(new long[5], last);
        image.copy(block);
        AxisImage.of(image.imagePlus()).copy(new FinalInterval(new long[5], new long[5]));
    }

    /** Writes an image whose chunks are encoded in a random way. */
    private void write(Random random) {
        int version = random.nextBoolean() ? 2 : 3;
        Extent extent = new Extent(30, 25, 1 + random.nextInt(2), 1 + random.nextInt(2), 1);
        Description image = Description.of("a", PixelType.UINT16, extent);
        try (ZarrContainer container =
                ZarrContainer.create(store, image, version == 2 ? ZarrLayout.version2() : ZarrLayout.usual())) {
            container.keep();
        }
        ContainerFiles.open(store).publish();
        List<Integer> shape = ContainerFiles.array(image, OmeWriter.axes(extent), extent, ZarrLayout.usual())
                .grid()
                .shape();
        RandomChunks.write(store, folder.resolve("parts"), version, shape, random);
    }

    private void remember() throws IOException {
        try (Stream<Path> files = Files.walk(store)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                whole.put(store.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
    }

    private static boolean isText(String file) {
        return file.endsWith(".json") || file.matches("(.*/)?\\.z\\w+");
    }

    private byte @Nullable [] damage(String file, Random random) {
        byte[] bytes = whole.get(file).clone();
        if (isText(file) && random.nextInt(4) > 0) {
            return damagedText(new String(bytes, StandardCharsets.UTF_8), random)
                    .getBytes(StandardCharsets.UTF_8);
        }
        switch (random.nextInt(7)) {
            case 0 -> {
                return null;
            }
            case 1 -> {
                return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            }
            case 2 -> {
                return Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(100));
            }
            case 3 -> Arrays.fill(bytes, random.nextInt(bytes.length), bytes.length, (byte) 0);
            case 4 -> {
                for (int i = 0; i < 16 && i < bytes.length; i++) { // headers
                    bytes[random.nextInt(Math.min(20, bytes.length))] = (byte) random.nextInt();
                }
            }
            default -> {
                for (int i = 0; i <= random.nextInt(4); i++) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
        }
        return bytes;
    }

    /** Puts something odd in the place of a token. */
    private static String damagedText(String text, Random random) {
        List<int[]> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            tokens.add(new int[] {matcher.start(), matcher.end()});
        }
        int[] token = tokens.get(random.nextInt(tokens.size()));
        return text.substring(0, token[0]) + ODD.get(random.nextInt(ODD.size())) + text.substring(token[1]);
    }
}
