/**
 * The PostgreSQL that comes with the server, for those who have none: unpacked, created, started, found again and
 * stopped. Knows nothing of the tables inside.
 */
@NullMarked
package io.quartermaster.server.db.embedded;

import org.jspecify.annotations.NullMarked;
