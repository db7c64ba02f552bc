package io.quartermaster.server.cert;

/** In how many places of stores of one type a certificate lies. */
public record LocationCount(int certificateId, int storeTypeId, String storeType, long stores, long places) {}
