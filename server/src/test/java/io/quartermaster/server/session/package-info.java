@NullMarked
package io.quartermaster.server.session;

import org.jspecify.annotations.NullMarked;
