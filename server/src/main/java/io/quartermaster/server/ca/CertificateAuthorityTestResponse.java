package io.quartermaster.server.ca;

/** Whether certificates could be had from an authority, in a sentence. */
public record CertificateAuthorityTestResponse(boolean success, String message) {}
