@NullMarked
package io.quartermaster.server.db.embedded;

import org.jspecify.annotations.NullMarked;
