// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.array;

import io.github.stencil.zarr.codec.ByteCodec;
import io.github.stencil.zarr.codec.Gzip;

/** Reading chunks of gzip, level 5, a file for each chunk. */
public class GzipReadingBench extends ZarrReading {
    @Override
    ByteCodec codec() {
        return new Gzip(5, false);
    }

    @Override
    int chunksPerShard() {
        return 1;
    }
}
