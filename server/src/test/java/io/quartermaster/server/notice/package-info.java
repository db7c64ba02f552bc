@NullMarked
package io.quartermaster.server.notice;

import org.jspecify.annotations.NullMarked;
