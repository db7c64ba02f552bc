@NullMarked
package io.quartermaster.server.cert;

import org.jspecify.annotations.NullMarked;
