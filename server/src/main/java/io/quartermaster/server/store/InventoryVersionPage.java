package io.quartermaster.server.store;

import java.util.List;

/** A version of a store's inventory with some of its rows. */
record InventoryVersionPage<T>(InventoryVersion version, List<T> rows) {}
