@NullMarked
package io.quartermaster.server.secret;

import org.jspecify.annotations.NullMarked;
