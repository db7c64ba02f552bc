@NullMarked
package io.quartermaster.server.selfcheck;

import org.jspecify.annotations.NullMarked;
