/** Where Zarr keys lie: folders and zip files. */
@NullMarked
package io.github.stencil.zarr.store;

import org.jspecify.annotations.NullMarked;
