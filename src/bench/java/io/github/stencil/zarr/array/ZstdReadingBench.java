// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.array;

import io.github.stencil.zarr.codec.ByteCodec;
import io.github.stencil.zarr.codec.Zstandard;

/** Reading chunks of zstd, level 3, 16 chunks in a shard. */
public class ZstdReadingBench extends ZarrReading {
    @Override
    ByteCodec codec() {
        return new Zstandard(3, false);
    }

    @Override
    int chunksPerShard() {
        return 4;
    }
}
