package io.quartermaster.server.http;

/**
 * A request for a {@link PublicPage}.
 *
 * @param rest the path behind that of the page, decoded, without a slash before it; empty for the page itself
 * @param body empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // read once; never compared
public record PublicRequest(String verb, String rest, byte[] body) {}
