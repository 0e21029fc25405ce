// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.stencil.StencilException;
import io.github.stencil.zarr.array.Node;
import io.github.stencil.zarr.store.FolderStore;
import io.github.stencil.zarr.store.StoreWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The label images of an image: a group called labels, whose attributes list them. */
final class LabelGroup {
    static final String NAME = "labels";

    private LabelGroup() {}

    /** Returns whether a path is one of a label image of a store. */
    static boolean isIn(ZarrPath path) {
        return path.inner().matches(NAME + "/[^/]+");
    }

    /**
     * Checks that a label image can go to a place in a store.
     *
     * @return the version of Zarr that the store is in
     * @throws StencilException if there is no image in a folder, or the place is not one for label images
     */
    static int check(ZarrPath path) {
        if (!isIn(path) || path.zip()) {
            throw StencilException.of(
                    "%s lies in an OME-Zarr, where a result can only go to labels. Choose another place, or %s/%s/NAME.",
                    path, path.store(), NAME);
        }
        if (!Files.isDirectory(path.store())) {
            throw StencilException.of(
                    "There is no %s to which a label image could be added. Choose another place.", path.store());
        }
        Node image = Node.read(new FolderStore(path.store()), "");
        if (image == null || !OmeImage.isOne(OmeImage.ome(image))) {
            throw StencilException.of(
                    "%s is no OME-Zarr image to which a label image could be added. Choose another place.",
                    path.store());
        }
        return Files.exists(path.store().resolve("zarr.json")) ? 3 : 2;
    }

    /** Adds a label image, which is there by now, to the list. */
    static void enlist(ZarrPath path) {
        boolean three = check(path) == 3;
        FolderStore store = new FolderStore(path.store());
        String name = path.inner().substring(NAME.length() + 1);
        Node group = Node.read(store, NAME);
        JsonObject attributes =
                group == null ? new JsonObject() : group.attributes().object();
        List<String> names =
                new ArrayList<>(group == null ? List.of() : OmeImage.ome(group).texts(NAME));
        if (!names.contains(name)) {
            names.add(name);
        }
        JsonArray list = new JsonArray();
        names.forEach(list::add);
        Path folder = path.store().resolve(NAME);
        StoreWriter writer = new StoreWriter(folder, folder);
        if (three) {
            JsonObject ome = attributes.get("ome") instanceof JsonObject there ? there : new JsonObject();
            ome.addProperty("version", "0.5");
            ome.add(NAME, list);
            attributes.add("ome", ome);
        } else {
            attributes.add(NAME, list);
        }
        Node.writeGroup(writer, attributes, three ? 3 : 2);
    }
}
