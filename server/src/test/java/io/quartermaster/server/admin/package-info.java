@NullMarked
package io.quartermaster.server.admin;

import org.jspecify.annotations.NullMarked;
