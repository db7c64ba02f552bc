/**
 * Certificates that are renewed before they expire: a new one is issued, brought to every store that holds the old one, and
 * looked for where it should be.
 */
@NullMarked
package io.quartermaster.server.renewal;

import org.jspecify.annotations.NullMarked;
