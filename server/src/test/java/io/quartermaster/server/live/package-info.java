/** What happens to jobs, for those who listen. */
@NullMarked
package io.quartermaster.server.live;

import org.jspecify.annotations.NullMarked;
