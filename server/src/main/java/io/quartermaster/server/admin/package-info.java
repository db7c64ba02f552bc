/** Settings that people change while the servers run. */
@NullMarked
package io.quartermaster.server.admin;

import org.jspecify.annotations.NullMarked;
