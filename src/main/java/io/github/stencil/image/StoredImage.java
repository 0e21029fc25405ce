// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import java.nio.file.Path;

/** An ImageJ image over pixels that are stored in pieces. Whole numbers of 32 bits are shown as floating point. */
public final class StoredImage extends FileImage {
    private final BlockSource blocks;
    private volatile Path path;

    /**
     * Creates an image over pixels that stay where they are.
     *
     * @param stored what is stored
     * @param blocks reads its pixels
     * @param path the file, or the folder of files, that holds them
     * @param advice what to do where ImageJ cannot show a plane of this size, as a sentence
     */
    public StoredImage(Description stored, BlockSource blocks, Path path, String advice) {
        super(
                stored.title(),
                new StoredStack(stored, blocks, advice),
                stored.extent(),
                grey(stored.type()),
                Signed.shown(stored.luts(), stored.type()),
                stored.composite());
        this.blocks = blocks;
        this.path = path;
        setCalibration(Signed.calibration(stored.calibration(), stored.type()));
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public void moved(Path target) {
        blocks.moved(target);
        path = target;
    }
}
