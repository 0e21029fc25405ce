package io.github.stencil.image;

import java.nio.file.Path;

/** An ImageJ image over pixels that are stored in pieces. Whole numbers of 32 bits are shown as floating point. */
public final class StoredImage extends FileImage {
    private final BlockSource blocks;
    private volatile Path path;

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
