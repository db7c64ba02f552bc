/**
 * The edge: the only package that knows status codes, headers, error bodies and how clients spell things.
 *
 * <p>Features use {@link io.quartermaster.server.http.PagingParameters}, {@link io.quartermaster.server.http.Paging} and
 * {@link io.quartermaster.server.http.Page}, for lists that are read from row to row
 * {@link io.quartermaster.server.http.RowPagingParameters} and what it leads to, and mark their resource methods with
 * {@link io.quartermaster.server.http.Needs} and its relatives; nothing else here is theirs.
 */
@NullMarked
package io.quartermaster.server.http;

import org.jspecify.annotations.NullMarked;
