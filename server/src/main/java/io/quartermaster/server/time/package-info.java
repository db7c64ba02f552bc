/** Times as people and clients write them. */
@NullMarked
package io.quartermaster.server.time;

import org.jspecify.annotations.NullMarked;
