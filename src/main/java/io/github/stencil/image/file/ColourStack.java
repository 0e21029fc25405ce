package io.github.stencil.image.file;

import ij.VirtualStack;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import io.github.stencil.image.BlockSource;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pictures of red, green and blue that are stored in pieces, as ImageJ asks for them: one plane at a time. */
final class ColourStack extends VirtualStack {
    private final Description stored;
    private final BlockSource blocks;

    ColourStack(Description stored, BlockSource blocks) {
        super(stored.extent().width(), stored.extent().height());
        this.stored = stored;
        this.blocks = blocks;
        setBitDepth(24);
    }

    @Override
    public ImageProcessor getProcessor(int n) {
        Extent extent = stored.extent();
        int z = (n - 1) % extent.slices();
        int t = (n - 1) / extent.slices();
        byte[] red = new byte[Math.toIntExact(extent.planePixels())];
        byte[] green = new byte[red.length];
        byte[] blue = new byte[red.length];
        List<byte[]> channels = List.of(red, green, blue);
        for (int c = 0; c < 3; c++) {
            blocks.copy(extent.rows(0, extent.height() - 1, c, c, z, t), channels.get(c));
        }
        ColorProcessor picture = new ColorProcessor(extent.width(), extent.height());
        picture.setRGB(red, green, blue);
        return picture;
    }

    @Override
    public Object getPixels(int n) {
        return getProcessor(n).getPixels();
    }

    @Override
    public int getSize() {
        return stored.extent().planes() / 3;
    }

    @Override
    public int size() {
        return getSize();
    }

    @Override
    public boolean isVirtual() {
        return true;
    }

    @Override
    public @Nullable String getSliceLabel(int n) {
        return stored.planeLabel(n - 1);
    }
}
