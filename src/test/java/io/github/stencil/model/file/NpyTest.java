// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.stencil.StencilException;
import io.github.stencil.model.Images;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
    @TempDir
    private Path folder;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void whatIsWrittenIsReadBack(long seed) {
        Random random = new Random(seed);
        int[] shape = random.ints(1 + random.nextInt(5), 1, 5).toArray();
        int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        short[] shorts = new short[size];
        float[] floats = new float[size];
        for (int i = 0; i < size; i++) {
            shorts[i] = (short) random.nextInt();
            floats[i] = Float.intBitsToFloat(random.nextInt() & 0x7f7fffff);
        }
        for (Object array : new Object[] {bytes, shorts, floats}) {
            Path file = folder.resolve("array.npy");
            Npy.of(array, shape).write(file);
            Npy back = Npy.read(file);
            assertThat(back.array()).isEqualTo(array);
            assertThat(back.shape()).isEqualTo(Arrays.stream(shape).boxed().toList());
        }
    }

    @Test // numpy 2.4.6: np.save of np.array([[1.5, -2, 0.1]], "<f2") and np.array([7, -300, 70000], "<i8")
    void numpysHalvesAndLongsAreRead() throws IOException {
        Path file = folder.resolve("array.npy");
        Files.write(
                file,
                Base64.getDecoder()
                        .decode(
                                "k05VTVBZAQB2AHsnZGVzY3InOiAnPGYyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDEsIDMpLC"
                                        + "B9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAPgDAZi4="));
        assertThat(Npy.read(file).shape()).containsExactly(1, 3);
        assertThat(Npy.read(file).floats()).containsExactly(1.5f, -2f, 0.0999755859375f);
        Files.write(
                file,
                Base64.getDecoder()
                        .decode(
                                "k05VTVBZAQB2AHsnZGVzY3InOiAnPGk4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsKSwgfS"
                                        + "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoHAAAAAAAA"
                                        + "ANT+////////cBEBAAAAAAA="));
        assertThat(Npy.read(file).shape()).containsExactly(3);
        assertThat(Npy.read(file).floats()).containsExactly(7f, -300f, 70_000f);
    }

    @Test
    void theReferenceModelsTestInputIsRead() {
        Npy array = Npy.read(Images.shared("models/nuclei-keras3-test-input.npy"));
        assertThat(array.shape()).hasSize(4).endsWith(1);
        assertThat(array.floats()).doesNotContain(Float.NaN);
    }

    @Test
    void whatIsNoSuchArrayIsRefused() throws IOException {
        refused("{'descr': '<f4', 'fortran_order': True, 'shape': (1,), }", 4, "is stored in Fortran order.");
        refused("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", 4, "values of the type \">f4\"");
        refused("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", 8, "values of the type \"<c8\"");
        refused("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 4, "holds 4 bytes for 2 values of 4");
        refused("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", 5, "holds 5 bytes for 1 values of 4");
        for (String shape :
                new String[] {"99999999999,", "2147483647, 2147483647, 2147483647", "1 1", "536870912, 536870912, 8"}) {
            refused(
                    "{'descr': '<f8', 'fortran_order': False, 'shape': (" + shape + "), }",
                    0,
                    "has the shape (" + shape + "), larger than any file.");
        }
        refused("{'descr': [('a', '<f4')], 'shape': (1,), }", 4, "has a header that cannot be read");
        Path text = Files.writeString(folder.resolve("text.npy"), "this is a text, not an array");
        assertThatThrownBy(() -> Npy.read(text))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("is no NumPy file: it begins otherwise. Save it again with numpy.save.");
    }

    private void refused(String header, int bytes, String sentence) throws IOException {
        Path file = folder.resolve("wrong.npy");
        byte[] text = header.getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[10 + text.length + bytes];
        System.arraycopy(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length, 0}, 0, all, 0, 10);
        System.arraycopy(text, 0, all, 10, text.length);
        Files.write(file, all);
        assertThatThrownBy(() -> Npy.read(file))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining(sentence);
    }
}
