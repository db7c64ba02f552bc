@NullMarked
package io.quartermaster.server.job;

import org.jspecify.annotations.NullMarked;
