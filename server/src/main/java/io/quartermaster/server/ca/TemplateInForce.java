package io.quartermaster.server.ca;

/** A template, and what holds for all, read at the same moment. */
public record TemplateInForce(Template template, TemplateSettings settings) {}
