@NullMarked
package io.quartermaster.server.start;

import org.jspecify.annotations.NullMarked;
