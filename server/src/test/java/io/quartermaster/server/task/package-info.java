@NullMarked
package io.quartermaster.server.task;

import org.jspecify.annotations.NullMarked;
