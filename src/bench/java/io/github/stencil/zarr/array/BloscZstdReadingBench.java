// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.array;

import com.scalableminds.bloscjava.Blosc;
import io.github.stencil.zarr.codec.BloscCodec;
import io.github.stencil.zarr.codec.ByteCodec;

/** Reading chunks of blosc with zstd, level 5, shuffled, a file for each chunk. */
public class BloscZstdReadingBench extends BloscReading {
    @Override
    ByteCodec codec() {
        return new BloscCodec(Blosc.Compressor.ZSTD, 5, Blosc.Shuffle.BYTE_SHUFFLE, 2, 0);
    }
}
