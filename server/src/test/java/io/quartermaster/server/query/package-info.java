@NullMarked
package io.quartermaster.server.query;

import org.jspecify.annotations.NullMarked;
