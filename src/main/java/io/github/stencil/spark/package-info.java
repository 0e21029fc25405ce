/**
 * The same commands on Apache Spark, whose executors do the pieces of work. Nothing else may know this room or Spark, which
 * only its launcher puts on the class path.
 */
@NullMarked
package io.github.stencil.spark;

import org.jspecify.annotations.NullMarked;
