// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.array;

import com.google.gson.JsonObject;
import io.github.stencil.zarr.store.Json;
import io.github.stencil.zarr.store.JsonFiles;
import io.github.stencil.zarr.store.Store;
import io.github.stencil.zarr.store.StoreWriter;
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
     * @throws io.github.stencil.StencilException if they are wrong
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
        Json none = new Json(new JsonObject(), store.name(prefix + ".zattrs"));
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

    /** Returns what to call it. */
    public String name() {
        return store.name(path);
    }

    /**
     * Writes an array's metadata.
     *
     * @param path where in the folder, without a slash at the end
     * @param version of Zarr, 2 or 3
     */
    public static void write(StoreWriter folder, String path, ArrayMetadata array, int version) {
        if (version == 2) {
            folder.write(path + "/.zarray", MetadataV2.write(array));
        } else {
            folder.write(path + "/zarr.json", MetadataV3.write(array));
        }
    }

    /**
     * Writes the metadata of a group that is the folder itself; the file that makes it a group comes last.
     *
     * @param version of Zarr, 2 or 3
     */
    public static void writeGroup(StoreWriter folder, JsonObject attributes, int version) {
        JsonObject group = new JsonObject();
        group.addProperty("zarr_format", version);
        if (version == 2) {
            folder.write(".zattrs", attributes);
            folder.write(".zgroup", group);
        } else {
            group.addProperty("node_type", "group");
            group.add("attributes", attributes);
            folder.write("zarr.json", group);
        }
    }
}
