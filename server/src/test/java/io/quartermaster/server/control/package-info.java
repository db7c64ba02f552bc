/** Tests of control over HTTP. What controls do at the hand-out is tested in {@code job}. */
@NullMarked
package io.quartermaster.server.control;

import org.jspecify.annotations.NullMarked;
