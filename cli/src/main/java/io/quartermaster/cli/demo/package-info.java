/**
 * {@code qm demo}: the main job, on real processes and real certificate stores, from an empty folder to jobs that were
 * taken back before they ran. Each step says what it did and proves it; {@link io.quartermaster.cli.demo.Demo} has their
 * order.
 */
@NullMarked
package io.quartermaster.cli.demo;

import org.jspecify.annotations.NullMarked;
