package io.quartermaster.server.start;

import io.quartermaster.server.db.embedded.DatabasePassword;

/** Where the server's database is and who it is there. */
record DatabaseConnection(String jdbcUrl, String user, DatabasePassword password) {}
