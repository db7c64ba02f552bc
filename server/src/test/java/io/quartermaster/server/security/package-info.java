@NullMarked
package io.quartermaster.server.security;

import org.jspecify.annotations.NullMarked;
