@NullMarked
package io.quartermaster.server.setting;

import org.jspecify.annotations.NullMarked;
