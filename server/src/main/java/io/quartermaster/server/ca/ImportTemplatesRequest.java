package io.quartermaster.server.ca;

import org.jspecify.annotations.Nullable;

/** The body of {@code POST /Templates/Import}. */
public record ImportTemplatesRequest(@Nullable String configurationTenant) {}
