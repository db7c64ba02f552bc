/** What the server does by itself from time to time, and when. */
@NullMarked
package io.quartermaster.server.task;

import org.jspecify.annotations.NullMarked;
