package io.github.stencil.zarr.codec;

import io.github.stencil.zarr.array.ZarrReading;

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
