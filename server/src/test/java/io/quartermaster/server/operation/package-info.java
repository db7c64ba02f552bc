@NullMarked
package io.quartermaster.server.operation;

import org.jspecify.annotations.NullMarked;
