package io.github.stencil.zarr;

import com.scalableminds.bloscjava.Blosc;
import org.openjdk.jmh.annotations.Benchmark;

/** Reading chunks of blosc with zstd, level 5, shuffled, a file for each chunk. */
public class BloscZstdReadingBench extends ZarrReading {
    @Override
    ByteCodec codec() {
        return new BloscCodec(Blosc.Compressor.ZSTD, 5, Blosc.Shuffle.BYTE_SHUFFLE, 2, 0);
    }

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
