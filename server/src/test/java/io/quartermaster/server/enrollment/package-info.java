@NullMarked
package io.quartermaster.server.enrollment;

import org.jspecify.annotations.NullMarked;
