// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import io.github.stencil.Owned;
import io.github.stencil.image.AxisImage;
import io.github.stencil.model.scale.PlaneScale;
import io.github.stencil.tensor.HostTensor;
import java.util.List;
import java.util.function.Function;

/**
 * Windows as tensors, with what they are scaled by.
 *
 * @param pixels [N, Z, C, Y, X]; owned here
 * @param scale for each measured step what to subtract and what to divide by, [steps, 2, N, C] flattened
 * @param batch the tiles that they are for
 */
@SuppressWarnings("ArrayRecordComponent") // is read where it is made, and never compared
record Windows(HostTensor pixels, float[] scale, TileBatch batch) implements Owned {

    /**
     * Reads what the tiles of a run need.
     *
     * @param measured how many steps before the network are measured
     * @param scales returns for a tile what each of these is scaled by
     */
    static Windows read(AxisImage image, TileBatch batch, int measured, Function<Tile, List<PlaneScale>> scales) {
        Tile first = batch.tiles().get(0);
        int channels = image.extent().channels();
        int samples = batch.tiles().size();
        int size = channels * first.window();
        HostTensor pixels = HostTensor.create(
                image.type().createArray(0).getClass(),
                samples,
                first.z().window(),
                channels,
                first.y().window(),
                first.x().window());
        float[] scale = new float[measured * 2 * samples * channels];
        for (int i = 0; i < samples; i++) {
            Tile tile = batch.tiles().get(i);
            TileWindow.copy(image, tile, pixels, (long) i * size);
            List<PlaneScale> plane = scales.apply(tile);
            for (int step = 0; step < plane.size(); step++) {
                for (int c = 0; c < channels; c++) {
                    int at = (2 * step * samples + i) * channels + c;
                    scale[at] = plane.get(step).low().get(c);
                    scale[at + samples * channels] = plane.get(step).range().get(c);
                }
            }
        }
        return new Windows(pixels, scale, batch);
    }

    @Override
    public void close() {
        pixels.close();
    }
}
