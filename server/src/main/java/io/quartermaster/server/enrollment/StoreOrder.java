package io.quartermaster.server.enrollment;

import java.util.Map;
import java.util.UUID;

/**
 * A store that a certificate is to be deployed to.
 *
 * @param alias of the entry; empty for none
 * @param overwrite whether an entry of that alias gives way
 * @param parameters entry parameters by name
 */
record StoreOrder(UUID storeId, String alias, boolean overwrite, Map<String, String> parameters) {}
