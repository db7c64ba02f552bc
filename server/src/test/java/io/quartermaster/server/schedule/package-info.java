@NullMarked
package io.quartermaster.server.schedule;

import org.jspecify.annotations.NullMarked;
