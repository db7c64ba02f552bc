package io.quartermaster.server.enrollment;

import io.quartermaster.server.secret.SecretValue;

/** @param password that a deployment asks for */
record Renewed(EnrolledKey made, SecretValue password) {}
