@NullMarked
package io.quartermaster.server.db;

import org.jspecify.annotations.NullMarked;
