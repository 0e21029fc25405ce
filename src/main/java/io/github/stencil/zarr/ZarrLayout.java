// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr;

import io.github.stencil.image.Extent;

/**
 * How an image is written.
 *
 * @param version 2 for Zarr version 2 with OME-NGFF 0.4, 3 for version 3 with 0.5
 * @param chunk how large chunks are at most
 * @param shard how large shards are at most, multiples of the chunk; in version 2, as large as a chunk
 */
public record ZarrLayout(int version, Extent chunk, Extent shard) {
    private static final int CHUNK_SIDE = 512;
    private static final int SHARD_SIDE = 2048;

    /** Checks that the two fit each other and the version. */
    public ZarrLayout {
        if (version != 2 && version != 3) {
            throw new IllegalArgumentException("There is no Zarr version " + version + " here; give 2 or 3.");
        }
        if (shard.width() % chunk.width() != 0
                || shard.height() % chunk.height() != 0
                || shard.channels() % chunk.channels() != 0
                || shard.slices() % chunk.slices() != 0
                || shard.frames() % chunk.frames() != 0) {
            throw new IllegalArgumentException("Shards of " + shard + " are no multiples of chunks of " + chunk + ".");
        }
        if (version == 2 && !shard.equals(chunk)) {
            throw new IllegalArgumentException("Zarr version 2 has no shards.");
        }
    }

    /** Returns version 3 with chunks of 512 x 512 pixels of one plane, and shards of 2048 x 2048. */
    public static ZarrLayout usual() {
        return new ZarrLayout(
                3, new Extent(CHUNK_SIDE, CHUNK_SIDE, 1, 1, 1), new Extent(SHARD_SIDE, SHARD_SIDE, 1, 1, 1));
    }

    /** Returns version 2, which older programs read, with chunks of 512 x 512 pixels of one plane. */
    public static ZarrLayout version2() {
        Extent chunk = new Extent(CHUNK_SIDE, CHUNK_SIDE, 1, 1, 1);
        return new ZarrLayout(2, chunk, chunk);
    }
}
