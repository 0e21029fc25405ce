package io.github.stencil.zarr;

/** Reading chunks of blosc with lz4, level 5, shuffled, a file for each chunk. */
public class Lz4ReadingBench extends ZarrReading {
    @Override
    ByteCodec codec() {
        return new BloscCodec(
                com.scalableminds.bloscjava.Blosc.Compressor.LZ4,
                5,
                com.scalableminds.bloscjava.Blosc.Shuffle.BYTE_SHUFFLE,
                2,
                0);
    }

    @Override
    int chunksPerShard() {
        return 1;
    }
}
