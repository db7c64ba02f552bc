/**
 * The query language of all searches, in three steps: {@link io.quartermaster.server.query.QueryParser} makes a {@link
 * io.quartermaster.server.query.Query} and knows no fields, {@link io.quartermaster.server.query.QueryAnalyzer} holds
 * it against a {@link io.quartermaster.server.query.FieldSet}, and the result is a {@link
 * io.quartermaster.server.query.SqlCondition} with bound values.
 */
@NullMarked
package io.quartermaster.server.query;

import org.jspecify.annotations.NullMarked;
