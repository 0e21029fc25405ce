// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.measure.Calibration;
import ij.process.LUT;
import io.github.stencil.StencilException;
import java.awt.Color;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptionTest {
    private static final Extent EXTENT = new Extent(4, 3, 2, 1, 1);

    @ParameterizedTest
    @CsvSource({
        "cells.tif, cells",
        "cells.TIFF, cells",
        "cells.ome.tif, cells.ome",
        "cells, cells",
        "my cells.png, my cells",
        "time 0.5, time 0.5",
        "v1.2, v1.2",
        "scale 1.5x, scale 1.5x",
        ".tif, .tif",
        "cells., cells.",
        "stack.nd2, stack",
        "a.b.c d, a.b.c d",
        "a.longending, a.longending",
        "cells.tif (green), cells.tif (green)",
    })
    void aStemIsATitleWithoutTheNameOfAFormat(String title, String stem) {
        assertThat(Description.stem(title)).isEqualTo(stem);
    }

    @Test
    void aDerivedTitleIsTheStemAndASuffix() {
        assertThat(Description.of("cells.tif", PixelType.UINT8, EXTENT)
                        .derived("masked")
                        .title())
                .isEqualTo("cells-masked");
    }

    @Test
    void aDescriptionKeepsItsOwnCalibration() {
        Calibration calibration = new Calibration();
        Description image =
                new Description("a", PixelType.UINT8, EXTENT, false, calibration, List.of("one"), List.of(), 0, false);
        calibration.pixelWidth = 7;
        assertThat(image.calibration().pixelWidth).isEqualTo(1);
        assertThat(image.planeLabel(0)).isEqualTo("one");
        assertThat(image.planeLabel(1)).isNull();
    }

    @Test
    void anotherTypeDropsTheDisplayRangeAndTheValueCalibration() {
        Calibration calibration = new Calibration();
        calibration.setFunction(Calibration.STRAIGHT_LINE, new double[] {1, 2}, "OD");
        calibration.pixelWidth = 7;
        LUT red = LUT.createLutFromColor(Color.RED);
        Description image = new Description(
                "a", PixelType.UINT8, EXTENT, false, calibration, List.of("one"), List.of(red), 2, true);
        assertThat(image.withType(PixelType.UINT8)).isSameAs(image);
        Description other = image.withType(PixelType.FLOAT32);
        assertThat(other.luts()).isEmpty();
        assertThat(other.calibration().calibrated()).isFalse();
        assertThat(other.calibration().pixelWidth).isEqualTo(7);
        assertThat(other.planeLabels()).containsExactly("one");
    }

    @Test
    void anExtentCountsItsPlanesAndSaysItsSize() {
        Extent extent = new Extent(5, 4, 3, 2, 2);
        assertThat(extent.planes()).isEqualTo(12);
        assertThat(extent.planePixels()).isEqualTo(20);
        assertThat(extent.plane(2, 1, 1)).isEqualTo(11);
        assertThat(extent).hasToString("5 x 4, 3 channels, 2 slices, 2 frames");
        assertThat(new Extent(5, 4, 1, 1, 1)).hasToString("5 x 4");
        assertThat(new Extent(5, 4, 3, 1, 1)).hasToString("5 x 4, 3 channels, 1 slice, 1 frame");
        assertThatThrownBy(() -> new Extent(0, 4, 1, 1, 1))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("empty");
    }

    @Test
    void blocksCoverAnExtentOnceAndBeginAtMultiples() {
        Extent whole = new Extent(10, 7, 2, 3, 1);
        Extent step = new Extent(4, 3, 1, 2, 1);
        int[] seen = new int[10 * 7 * 2 * 3];
        for (var block : whole.blocks(step)) {
            assertThat(block.min(0) % 4 + block.min(1) % 3 + block.min(3) % 2).isZero();
            net.imglib2.iterator.IntervalIterator pixels = new net.imglib2.iterator.IntervalIterator(block);
            while (pixels.hasNext()) {
                pixels.fwd();
                int plane = whole.plane(pixels.getIntPosition(2), pixels.getIntPosition(3), pixels.getIntPosition(4));
                seen[plane * 70 + pixels.getIntPosition(1) * 10 + pixels.getIntPosition(0)]++;
            }
        }
        assertThat(seen).containsOnly(1);
        assertThat(step.covering(whole)).isEqualTo(new Extent(12, 9, 2, 4, 1));
    }

    @Test
    void stemsOfStoresHaveNoPartOfTheirEndings() {
        for (String name : new String[] {"a.b.ome.zarr", "a.b.zarr", "a.b.ome.zarr.zip", "a.b.zarr.zip", "a.b.ozx"}) {
            assertThat(Description.stem(name)).isEqualTo("a.b");
        }
        assertThat(Description.stem(".zarr")).isEqualTo(".zarr");
    }

    @Test
    void everyTypeReadsItsArraysUnsigned() {
        assertThat(PixelType.UINT8.get(new byte[] {-1}, 0)).isEqualTo(255);
        assertThat(PixelType.UINT16.get(new short[] {-1}, 0)).isEqualTo(65_535);
        assertThat(PixelType.UINT32.get(new int[] {-1}, 0)).isEqualTo(4_294_967_295.0);
        assertThat(PixelType.FLOAT32.get(new float[] {-1.5f}, 0)).isEqualTo(-1.5);
        for (PixelType type : PixelType.values()) {
            assertThat(PixelType.of(type.imgLib2())).isEqualTo(type);
            assertThat(type.bytes() * 8).isEqualTo(type.bits());
        }
        assertThatThrownBy(() -> PixelType.of(new net.imglib2.type.numeric.integer.IntType()))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("IntType");
    }
}
