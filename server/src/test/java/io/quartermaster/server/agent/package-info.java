@NullMarked
package io.quartermaster.server.agent;

import org.jspecify.annotations.NullMarked;
