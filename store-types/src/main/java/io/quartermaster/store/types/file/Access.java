package io.quartermaster.store.types.file;

import io.quartermaster.store.spi.StorePassword;
import io.quartermaster.store.spi.StoreProperties;

/** How the files of a store are to be read and written: its password and its properties. */
public record Access(StorePassword password, StoreProperties properties) {}
