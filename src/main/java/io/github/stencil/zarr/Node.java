package io.github.stencil.zarr;

import io.github.stencil.StencilException;
import io.github.stencil.zarr.array.MetadataV2;
import io.github.stencil.zarr.array.MetadataV3;
import io.github.stencil.zarr.array.ZarrArray;
import io.github.stencil.zarr.codec.Json;
import io.github.stencil.zarr.store.JsonFiles;
import io.github.stencil.zarr.store.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group or an array of a store.
 *
 * @param store where it lies
 * @param path where in the store, without a slash at the end; empty for the store itself
 * @param array the metadata of an array; null for a group
 * @param attributes what users and other conventions have written
 */
public record Node(Store store, String path, @Nullable ZarrArray array, Json attributes) {

    /**
     * Reads a node's metadata.
     *
     * @return null if there is none
     * @throws StencilException if they are wrong
     */
    public static @Nullable Node read(Store store, String path) {
        String prefix = path.isEmpty() ? "" : path + "/";
        String key = prefix + "zarr.json";
        String stamp = store.stamp(key);
        Json json = JsonFiles.read(store, key);
        if (json != null) {
            boolean group = json.text("node_type").equals("group");
            if (group && json.whole("zarr_format") != 3) {
                throw json.wrong("zarr_format", "3");
            }
            ZarrArray array = group ? null : new ZarrArray(store, prefix, MetadataV3.read(json), key, stamp);
            return new Node(store, path, array, json.objectIfAny("attributes"));
        }
        Json attributes = JsonFiles.read(store, prefix + ".zattrs");
        Json none = new Json(new com.google.gson.JsonObject(), store.name(prefix + ".zattrs"));
        String arrayKey = prefix + ".zarray";
        String arrayStamp = store.stamp(arrayKey);
        Json zarray = JsonFiles.read(store, arrayKey);
        if (zarray != null) {
            Json given = attributes == null ? none : attributes;
            return new Node(
                    store,
                    path,
                    new ZarrArray(store, prefix, MetadataV2.read(zarray, given), arrayKey, arrayStamp),
                    given);
        }
        Json zgroup = JsonFiles.read(store, prefix + ".zgroup");
        if (zgroup == null && attributes == null) {
            return null;
        }
        if (zgroup != null && zgroup.whole("zarr_format") != 2) {
            throw zgroup.wrong("zarr_format", "2");
        }
        return new Node(store, path, null, attributes == null ? none : attributes);
    }

    /** Returns the attributes that OME-NGFF knows: in version 0.5 those under {@code ome}. */
    Json ome() {
        return attributes.has("ome") ? attributes.object("ome") : attributes;
    }

    /** Returns what to call it. */
    String name() {
        return store.name(path);
    }

    /**
     * Returns the group's image, as OME-NGFF describes it.
     *
     * @throws StencilException if it has none; names what it has instead
     */
    OmeImage image() {
        Json ome = ome();
        if (OmeImage.isOne(ome)) {
            return OmeImage.read(ome, attributes);
        }
        if (ome.has("plate") || ome.has("well")) {
            throw StencilException.of(
                    "%s is a plate with many images. Name one, such as %s.",
                    name(), name() + (ome.has("plate") ? "/A/1/0" : "/0"));
        }
        List<String> labels = ome.texts("labels");
        if (!labels.isEmpty()) {
            throw StencilException.of(
                    "%s holds label images: %s. Name one, such as %s/%s.",
                    name(), String.join(", ", labels), name(), labels.get(0));
        }
        if (attributes.has("bioformats2raw.layout") || ome.has("bioformats2raw.layout")) {
            throw StencilException.of("%s holds several images. Name one, such as %s/0.", name(), name());
        }
        throw StencilException.of(
                "%s is a Zarr group without an image (no \"multiscales\" in its attributes). Name an image or an array in it.",
                name());
    }
}
