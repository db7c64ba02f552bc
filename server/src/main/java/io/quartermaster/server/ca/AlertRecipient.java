package io.quartermaster.server.ca;

/** Somebody who gets mail when an authority fails, and when it works again. */
record AlertRecipient(int id, String email) {}
