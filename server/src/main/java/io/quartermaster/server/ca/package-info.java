/**
 * Certificate authorities: who signs certificates, by which rules, and what others can ask about those that were signed.
 *
 * <p>{@link io.quartermaster.server.ca.IssueCertificate} is the way to a certificate, whoever signs it. Which names and
 * keys are certified is judged here; who may ask, and which template applies, is judged by those who call.
 */
@NullMarked
package io.quartermaster.server.ca;

import org.jspecify.annotations.NullMarked;
