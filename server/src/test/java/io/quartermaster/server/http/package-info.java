@NullMarked
package io.quartermaster.server.http;

import org.jspecify.annotations.NullMarked;
