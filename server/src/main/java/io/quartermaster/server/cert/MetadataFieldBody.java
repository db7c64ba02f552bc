package io.quartermaster.server.cert;

import org.jspecify.annotations.Nullable;

/** What the requests that add and change a metadata field have in common. */
interface MetadataFieldBody {
    @Nullable
    String name();

    @Nullable
    String description();

    @Nullable
    Integer dataType();

    @Nullable
    String hint();

    @Nullable
    String validation();

    @Nullable
    Integer enrollment();

    @Nullable
    String message();

    @Nullable
    String options();

    @Nullable
    String defaultValue();

    @Nullable
    Boolean allowApi();

    @Nullable
    Boolean explicitUpdate();

    @Nullable
    Integer displayOrder();
}
