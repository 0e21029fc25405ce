package io.github.stencil.zarr;

import com.scalableminds.bloscjava.Blosc;
import org.openjdk.jmh.annotations.Benchmark;

/** Reading 8-bit chunks of blosc with lz4, level 5, a file for each chunk. */
public class Lz4BytesReadingBench extends ZarrReading {
    @Override
    ByteCodec codec() {
        return new BloscCodec(Blosc.Compressor.LZ4, 5, Blosc.Shuffle.BYTE_SHUFFLE, 1, 0);
    }

    @Override
    boolean wide() {
        return false;
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
