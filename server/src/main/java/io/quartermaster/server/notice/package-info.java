/** Who is told of agents that do not call any more. */
@NullMarked
package io.quartermaster.server.notice;

import org.jspecify.annotations.NullMarked;
