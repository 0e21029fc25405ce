// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.array;

import org.openjdk.jmh.annotations.Benchmark;

/** Reading chunks of blosc, a file for each chunk; also against the codec from the same files. */
public abstract class BloscReading extends ZarrReading {
    @Override
    int chunksPerShard() {
        return 1;
    }

    /** The codec, from the same files. */
    @Benchmark
    public long filesAndCodec() {
        return decodeFiles();
    }
}
