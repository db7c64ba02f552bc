package io.quartermaster.server.ca;

/** A request that may be granted, as far as that can be judged here. */
record JudgedRequest(SigningRequest request, CertifiedNames names, Profile profile) {}
