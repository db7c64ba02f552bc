/**
 * Enrolment: certificates that people and programs ask for, with a key of their own or one that the server makes; signing
 * requests whose key waits here; and the deployment of what was enrolled to certificate stores.
 *
 * <p>Who may ask, by which template and for which names, is judged here; what an authority certifies at all, in {@code ca}.
 */
@NullMarked
package io.quartermaster.server.enrollment;

import org.jspecify.annotations.NullMarked;
