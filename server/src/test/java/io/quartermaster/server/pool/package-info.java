@NullMarked
package io.quartermaster.server.pool;

import org.jspecify.annotations.NullMarked;
