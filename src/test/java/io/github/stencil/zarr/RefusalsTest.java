// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.PixelType;
import io.github.stencil.zarr.codec.Crc32cCodec;
import io.github.stencil.zarr.codec.Zstandard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be read or written is said in one sentence that names what is wrong. */
class RefusalsTest {
    private static final Extent EXTENT = new Extent(20, 10, 1, 1, 1);

    @TempDir
    private Path folder;

    private Path write(int version) {
        Path store = folder.resolve("cells.ome.zarr");
        ZarrLayout layout = version == 2 ? ZarrLayout.version2() : ZarrLayout.usual();
        try (ZarrContainer sink = ZarrContainer.create(store, Description.of("a", PixelType.UINT8, EXTENT), layout)) {
            byte[] pixels = new byte[200];
            pixels[7] = 7;
            sink.write(EXTENT.interval(), pixels);
            sink.finish();
        }
        return store;
    }

    private static String refusal(Path store) {
        try {
            AxisImage image = OmeZarr.open(store);
            image.copy(image.extent().rows(0, 0, 0, 0, 0, 0));
        } catch (StencilException e) {
            return e.getMessage();
        }
        return "nothing refused";
    }

    private static void edit(Path file, String what, String by) throws IOException {
        String text = Files.readString(file).replaceAll("\\s+", "");
        assertThat(text).contains(what);
        Files.writeString(file, text.replace(what, by));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"shape\":[10,20] | \"shape\":[-10,20] | the shape is [-10, 20], but sizes must be from 1",
                "\"shape\":[10,20] | \"shape\":[10,4294967296] | the shape is [10, 4294967296], but sizes must be",
                "\"shape\":[10,20] | \"shape\":[10,0] | the shape is [10, 0]",
                "\"shape\":[10,20] | \"shape\":\"all\" | \"shape\" is \"all\" but must be a list",
                "\"shape\":[10,20] | \"shape\":[10,2.5] | \"shape\" is [10,2.5] but must be a whole number",
                "\"shape\":[10,20] | \"shape\":[10,20,3] | has not as many axes as the shape",
                "\"shape\":[10,20] | \"sharp\":[10,20] | has an extension \"sharp\" that is not known",
                "\"chunk_shape\":[10,20] | \"chunk_shape\":[100000,100000] | a chunk of [100000, 100000] takes",
                "\"chunk_shape\":[10,20] | \"chunk_shape\":[0,20] | the chunk shape is [0, 20]",
                "\"name\":\"zstd\" | \"name\":\"zfpy\" | the codec \"zfpy\", which is not read here",
                "\"level\":3 | \"level\":99 | \"level\" is 99 but must be from -131,072 to 22",
                "\"name\":\"regular\" | \"name\":\"rectilinear\" | the kind \"rectilinear\"",
                "\"data_type\":\"uint8\" | \"data_type\":\"complex64\" | type \"complex64\", which is not read here",
                "\"data_type\":\"uint8\" | \"data_type\":8 | \"data_type\" is 8 but must be a text",
                "\"fill_value\":0 | \"fill_value\":-1 | \"fill_value\" is -1 but must be a number of type uint8",
                "\"fill_value\":0 | \"fill_value\":\"NaN\" | \"fill_value\" is \"NaN\" but must be a number of type",
                "\"endian\":\"little\" | \"endian\":\"middle\" | \"endian\" is \"middle\" but must be little or big",
                "\"node_type\":\"array\" | \"node_type\":\"tree\" | \"node_type\" is \"tree\" but must be array",
                "\"zarr_format\":3 | \"zarr_format\":4 | \"zarr_format\" is 4 but must be 3",
                "\"attributes\":{} | \"attributes\":{ | is not valid JSON"
            })
    void metadataOfVersion3AreRefused(String what, String by, String sentence) throws IOException {
        Path store = write(3);
        edit(store.resolve("0/zarr.json"), what, by);
        assertThat(refusal(store)).contains(sentence).contains("0/zarr.json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"filters\":null | \"filters\":[{\"id\":\"delta\"}] | the filter \"delta\"",
                "\"id\":\"zstd\" | \"id\":\"lzma\" | the codec \"lzma\", which is not read here",
                "u1\" | c9\" | c9\", which is not read here",
                "\"order\":\"C\" | \"order\":\"K\" | \"order\" is \"K\" but must be C or F",
                "\"chunks\":[10,20] | \"chunks\":[10] | has not as many axes as the shape",
                "\"zarr_format\":2 | \"zarr_format\":1 | \"zarr_format\" is 1 but must be 2"
            })
    void metadataOfVersion2AreRefused(String what, String by, String sentence) throws IOException {
        Path store = write(2);
        edit(store.resolve("0/.zarray"), what, by);
        assertThat(refusal(store)).contains(sentence).contains("0/.zarray");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\":\"0.5\" | \"version\":\"0.1\" | after OME-NGFF 0.1, but 0.4 and 0.5 are read here",
                "\"name\":\"x\" | \"name\":\"y\" | \"axes\" is",
                "\"name\":\"x\" | \"name\":\"angle\" | an axis \"angle\" with 20 places",
                "\"scale\":[1.0,1.0] | \"scale\":[1.0] | \"scale\" is [1.0] but must be a list of 2 numbers",
                "\"scale\":[1.0,1.0] | \"scale\":[1.0,0] | \"scale\" is [1.0,0] but must be a list of numbers above 0",
                "\"path\":\"0\" | \"path\":\"../../secret\" | \"path\" is \"../../secret\" but must be a path below the image",
                "\"path\":\"0\" | \"path\":\"9\" | has no array at",
                "\"multiscales\" | \"plate\":{},\"rows\" | is a plate with many images",
                "\"multiscales\" | \"others\" | is a Zarr group without an image"
            })
    void metadataOfImagesAreRefused(String what, String by, String sentence) throws IOException {
        Path store = write(3);
        edit(store.resolve("zarr.json"), what, by);
        assertThat(refusal(store)).contains(sentence);
    }

    @Test
    void metadataThatAreNestedWithoutEndAreRefused() throws IOException {
        Path store = write(3);
        Files.writeString(store.resolve("zarr.json"), "{\"a\":" + "[".repeat(1_000_000));
        assertThat(refusal(store)).contains("is not valid JSON");
    }

    @Test
    void chunksAreNamedThatAreCutShortOrHoldMore() throws IOException {
        Path store = write(3);
        Path chunk = store.resolve("0/c/0/0");
        byte[] bytes = Files.readAllBytes(chunk);
        Files.write(chunk, java.util.Arrays.copyOf(bytes, bytes.length - 5));
        assertThat(refusal(store))
                .contains("The chunk c/0/0 of")
                .contains("cells.ome.zarr/0 cannot be decoded, as zstd says");
        Files.write(chunk, new Zstandard(3, false).encode(new byte[100]));
        assertThat(refusal(store)).contains("it holds 100 bytes where a chunk has 200");
        Files.write(chunk, new Zstandard(3, false).encode(new byte[10_000_000])); // a small bomb
        assertThat(refusal(store)).contains("its zstd header tells of 10,000,000 bytes where there can be 200");
        Files.write(chunk, new byte[100_000]);
        assertThat(refusal(store)).contains("it is stored in 100,000 bytes, more than its 200 can become");
        Files.write(chunk, new byte[0]);
        assertThat(refusal(store)).contains("it is empty");
    }

    @Test
    void aBitThatHasTurnedIsNoticedWhereThereIsAChecksum() throws IOException {
        byte[] plain = {1, 2, 3, 4};
        byte[] stored = new Crc32cCodec().encode(plain);
        for (int bit = 0; bit < stored.length * 8; bit++) {
            byte[] turned = stored.clone();
            turned[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> new Crc32cCodec().decode(turned, turned.length, plain.length))
                    .hasMessage("its checksum is wrong");
        }
        Path store = folder.resolve("shards.ome.zarr");
        Extent chunk = new Extent(5, 5, 1, 1, 1);
        ZarrLayout layout = new ZarrLayout(3, chunk, new Extent(20, 10, 1, 1, 1));
        try (ZarrContainer sink = ZarrContainer.create(store, Description.of("a", PixelType.UINT8, EXTENT), layout)) {
            sink.write(EXTENT.interval(), new byte[200].clone());
            byte[] pixels = new byte[200];
            pixels[0] = 1;
            sink.write(EXTENT.interval(), pixels);
            sink.finish();
        }
        Path shard = store.resolve("0/c/0/0");
        byte[] bytes = Files.readAllBytes(shard);
        bytes[bytes.length - 10] ^= 1;
        Files.write(shard, bytes);
        assertThat(refusal(store)).contains("in the shard c/0/0").contains("checksum of its shard's index is wrong");
    }

    @Test
    void aStoreThatGoesOrIsWrittenAnewWhileItIsReadIsNoticed() throws IOException {
        Path store = write(3);
        AxisImage image = OmeZarr.open(store);
        OmeZarr.delete(store);
        assertThatThrownBy(() -> image.copy(EXTENT.interval()))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("was changed or taken away while it was read");
        Path again = write(3);
        AxisImage other = OmeZarr.open(again);
        Files.delete(again.resolve("0/c/0/0"));
        edit(again.resolve("0/zarr.json"), "\"shape\":[10,20]", "\"shape\":[100,200]");
        assertThatThrownBy(() -> other.copy(EXTENT.interval())).hasMessageContaining("was changed or taken away");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        Description image = Description.of("a", PixelType.UINT8, EXTENT);
        assertThatThrownBy(() -> ZarrContainer.create(file.resolve("a.zarr"), image, ZarrLayout.usual()))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("a.zarr could not be written");
        assertThatThrownBy(() -> ZarrContainer.create(file, image, ZarrLayout.usual()))
                .hasMessageContaining("exists. Choose another place");
        assertThatThrownBy(() -> ZarrContainer.resume(folder, "image"))
                .hasMessageContaining("is no unfinished OME-Zarr");
        assertThatThrownBy(() -> OmeZarr.open(file)).hasMessageContaining("is a file, but an OME-Zarr is a folder");
        assertThatThrownBy(() -> OmeZarr.open(folder)).hasMessageContaining("has no Zarr metadata");
        Path zip = Files.writeString(folder.resolve("a.zarr.zip"), "no zip");
        assertThatThrownBy(() -> OmeZarr.open(zip)).hasMessageContaining("cannot be read as a zip file");
        assertThatThrownBy(() -> OmeZarr.open(folder.resolve("none.zarr"))).hasMessageContaining("There is no");
    }
}
