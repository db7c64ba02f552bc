package io.quartermaster.store.types.pem;

/**
 * One block of a PEM file.
 *
 * @param label what stands after BEGIN and END, e.g. {@code CERTIFICATE}
 * @param line number of the BEGIN line, from 1
 * @param lastLine number of the END line
 * @param encrypted true for an old-style key with a {@code Proc-Type: 4,ENCRYPTED} header, which encrypts the body
 * @param text the whole block, BEGIN and END lines included
 * @param body what the base64 text stands for
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PemBlock(String label, int line, int lastLine, boolean encrypted, String text, byte[] body) {
    boolean isCertificate() {
        return label.equals("CERTIFICATE") || label.equals("X509 CERTIFICATE") || label.equals("TRUSTED CERTIFICATE");
    }

    boolean isPrivateKey() {
        return label.equals("PRIVATE KEY") || label.endsWith(" PRIVATE KEY");
    }

    /** For logs: without the text, which may be a key. */
    @Override
    public String toString() {
        return "PemBlock[" + label + ", line " + line + "]";
    }
}
