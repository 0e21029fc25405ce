// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.array;

import com.scalableminds.bloscjava.Blosc;
import io.github.stencil.zarr.codec.BloscCodec;
import io.github.stencil.zarr.codec.ByteCodec;

/** Reading 8-bit chunks of blosc with lz4, level 5, a file for each chunk. */
public class Lz4BytesReadingBench extends BloscReading {
    @Override
    ByteCodec codec() {
        return new BloscCodec(Blosc.Compressor.LZ4, 5, Blosc.Shuffle.BYTE_SHUFFLE, 1, 0);
    }

    @Override
    boolean wide() {
        return false;
    }
}
