@NullMarked
package io.quartermaster.server.blueprint;

import org.jspecify.annotations.NullMarked;
