@NullMarked
package io.quartermaster.server.time;

import org.jspecify.annotations.NullMarked;
