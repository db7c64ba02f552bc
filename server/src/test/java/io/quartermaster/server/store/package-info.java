@NullMarked
package io.quartermaster.server.store;

import org.jspecify.annotations.NullMarked;
