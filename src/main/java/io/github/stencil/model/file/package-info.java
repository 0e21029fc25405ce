/** The files of a model: a folder or a zip of one, their names, arrays beside them, the installed models, and what is no SavedModel. */
@NullMarked
package io.github.stencil.model.file;

import org.jspecify.annotations.NullMarked;
