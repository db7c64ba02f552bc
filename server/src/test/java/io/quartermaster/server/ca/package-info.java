@NullMarked
package io.quartermaster.server.ca;

import org.jspecify.annotations.NullMarked;
