// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.file;

import ij.CompositeImage;
import io.github.stencil.StencilException;
import io.github.stencil.image.Extent;
import io.github.stencil.image.tiff.PixelLayout;
import io.github.stencil.image.tiff.TiffFault;
import io.github.stencil.image.tiff.TiffFile;
import io.github.stencil.image.tiff.TiffPage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Places the planes of an OME-TIFF file as its text tells. */
final class OmePlan {
    private static final int MOST_PLANES = 10_000_000;

    private final TiffFile file;
    private final OmeText text;
    private final PixelLayout layout;
    private final Map<Long, TiffPage> pages = new HashMap<>();

    private OmePlan(TiffFile file, OmeText text) {
        this.file = file;
        this.text = text;
        layout = file.first().layout();
        file.pages().forEach(page -> pages.put((long) page.index(), page));
    }

    static boolean isOme(TiffFile file) {
        return OmeText.isOne(file.description());
    }

    static TiffPlan of(TiffFile file) {
        return new OmePlan(file, OmeText.read(file.description(), file.path())).plan();
    }

    private TiffPlan plan() {
        Path path = file.path();
        if (!text.elsewhere().isEmpty()) {
            throw StencilException.of(
                    "%s is one of several files of an OME-TIFF set, which %s describes. Save the set as one file.",
                    path, text.elsewhere());
        }
        if (text.images() != 1) {
            throw StencilException.of(
                    "%s has %d images in one OME-TIFF. Save each as a file of its own.", path, text.images());
        }
        file.checkAlike();
        Extent extent = extent();
        int samples = layout.channels();
        int across = extent.channels() / samples;
        TiffPage[] places = places(across, extent.slices(), extent.frames());
        for (int i = 0; i < places.length; i++) {
            if (places[i] == null) {
                throw TiffFault.damaged(
                        path,
                        "its OME text tells of %s, but not where channel %d of slice %d of frame %d is",
                        extent,
                        i % across * samples + 1,
                        i / across % extent.slices() + 1,
                        i / across / extent.slices() + 1);
            }
        }
        int mode = extent.channels() == 1 ? 0 : layout.isRgb() ? CompositeImage.COMPOSITE : CompositeImage.GRAYSCALE;
        return new TiffPlan(
                file,
                List.of(places),
                extent,
                OmeScale.of(text.pixels()),
                labels(extent),
                TiffPlan.luts(file, List.of()),
                mode);
    }

    private Extent extent() {
        int width = number(text.pixels(), "SizeX", 0);
        int height = number(text.pixels(), "SizeY", 0);
        int channels = number(text.pixels(), "SizeC", 1);
        int slices = number(text.pixels(), "SizeZ", 1);
        int frames = number(text.pixels(), "SizeT", 1);
        int samples = layout.channels();
        long planes = Math.max(1L, channels) * Math.max(1L, slices) * Math.max(1L, frames);
        boolean fits = width == layout.width()
                && height == layout.height()
                && channels >= 1
                && slices >= 1
                && frames >= 1
                && channels % samples == 0
                && planes <= MOST_PLANES
                && layout.depth() == 1;
        if (!fits) {
            throw TiffFault.damaged(
                    file.path(),
                    "its OME text tells of %d x %d, C%d Z%d T%d, but page 1 is %s",
                    width,
                    height,
                    channels,
                    slices,
                    frames,
                    layout);
        }
        return new Extent(width, height, channels, slices, frames);
    }

    /** Returns the page of each plane, in the order channel, slice, frame; null where the text tells of none. */
    private TiffPage[] places(int channels, int slices, int frames) {
        TiffPage[] places = new TiffPage[channels * slices * frames];
        String order = text.pixels().getOrDefault("DimensionOrder", "XYCZT");
        if (!order.matches("XY(CZT|CTZ|ZCT|ZTC|TCZ|TZC)")) {
            throw TiffFault.damaged(file.path(), "its OME text has the order of dimensions \"%s\"", order);
        }
        int[] sizes = order.chars()
                .skip(2)
                .map(axis -> axis == 'C' ? channels : axis == 'Z' ? slices : frames)
                .toArray();
        List<OmeText.Block> blocks =
                text.blocks().isEmpty() ? List.of(new OmeText.Block(Map.of(), "", "")) : text.blocks();
        for (OmeText.Block block : blocks) {
            checkHere(block);
            Map<String, String> told = block.places();
            int samples = layout.channels();
            int first = number(told, "IFD", 0);
            int count = number(told, "PlaneCount", told.containsKey("IFD") ? 1 : places.length);
            int[] at = order.chars()
                    .skip(2)
                    .map(axis -> axis == 'C'
                            ? number(told, "FirstC", 0) / samples
                            : number(told, axis == 'Z' ? "FirstZ" : "FirstT", 0))
                    .toArray();
            if (IntStream.range(0, 3).anyMatch(d -> at[d] < 0 || at[d] >= sizes[d])) {
                throw TiffFault.damaged(file.path(), "its OME text has a plane outside the image");
            }
            for (int i = 0; i < count; i++) {
                int c = at[order.indexOf('C') - 2];
                int z = at[order.indexOf('Z') - 2];
                int t = at[order.indexOf('T') - 2];
                places[c + channels * (z + slices * t)] = page((long) first + i);
                int d = 0;
                while (d < 3 && ++at[d] == sizes[d]) {
                    at[d++] = 0;
                }
                if (d == 3) {
                    break;
                }
            }
        }
        return places;
    }

    private void checkHere(OmeText.Block block) {
        String name = String.valueOf(file.path().getFileName());
        boolean same = block.uuid().isEmpty()
                ? block.fileName().isEmpty() || block.fileName().equals(name)
                : block.uuid().equalsIgnoreCase(text.uuid()) || block.fileName().equals(name);
        if (!same) {
            throw StencilException.of(
                    "%s is one of several files of an OME-TIFF set: other planes are in %s. Save the set as one file.",
                    file.path(), block.fileName().isEmpty() ? "the file " + block.uuid() : block.fileName());
        }
    }

    private TiffPage page(long index) {
        TiffPage page = pages.get(index);
        if (page == null) {
            throw TiffFault.cut(
                    file.path(),
                    "its OME text tells of a plane on page %,d, but it has %,d",
                    index + 1,
                    file.directories());
        }
        return page;
    }

    private List<String> labels(Extent extent) {
        List<String> names = text.channels().stream()
                .map(channel -> channel.getOrDefault("Name", ""))
                .toList();
        boolean named = names.size() == extent.channels() && names.stream().anyMatch(name -> !name.isBlank());
        boolean rgb = layout.isRgb() && layout.bits() == 8;
        List<String> labels = new ArrayList<>();
        for (int i = 0; named && !rgb && i < extent.planes(); i++) {
            labels.add(names.get(i % extent.channels()));
        }
        return labels;
    }

    private int number(Map<String, String> attributes, String name, int otherwise) {
        String value = attributes.get(name);
        try {
            return value == null ? otherwise : Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            throw TiffFault.damaged(e, file.path(), "its OME text has %s \"%s\"", name, value);
        }
    }
}
