/** Settings as typed records: each field has its default and its limits in the code, and a test pins both. */
@NullMarked
package io.quartermaster.server.setting;

import org.jspecify.annotations.NullMarked;
