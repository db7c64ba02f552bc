@NullMarked
package io.quartermaster.server.renewal;

import org.jspecify.annotations.NullMarked;
