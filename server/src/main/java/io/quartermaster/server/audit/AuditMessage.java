package io.quartermaster.server.audit;

import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The XML of an audit entry: {@code <Audit><Before/><After><Status>2</Status></After></Audit>}. Element names are given
 * by the code; values are escaped, stripped of what XML cannot hold and cut at {@link #VALUE_LENGTH_MAX}.
 */
public final class AuditMessage {
    /** Characters of one value; a longer one is cut and marked with an ellipsis. */
    public static final int VALUE_LENGTH_MAX = 2_000;

    private static final XMLOutputFactory XML = XMLOutputFactory.newFactory();

    private final Map<String, String> before = new LinkedHashMap<>();
    private final Map<String, String> after = new LinkedHashMap<>();

    /** A property as it was. */
    public AuditMessage before(String element, Object value) {
        before.put(element, String.valueOf(value));
        return this;
    }

    /** A property as it is now, or a detail of the command. */
    public AuditMessage after(String element, Object value) {
        after.put(element, String.valueOf(value));
        return this;
    }

    /** The XML text. */
    public String xml() {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter writer = XML.createXMLStreamWriter(text);
            writer.writeStartElement("Audit");
            write(writer, "Before", before);
            write(writer, "After", after);
            writer.writeEndElement();
            writer.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("A string writer does not fail", e);
        }
        return text.toString();
    }

    private static void write(XMLStreamWriter writer, String element, Map<String, String> values)
            throws XMLStreamException {
        if (values.isEmpty()) {
            writer.writeEmptyElement(element);
            return;
        }
        writer.writeStartElement(element);
        for (var value : values.entrySet()) {
            writer.writeStartElement(value.getKey());
            writer.writeCharacters(printable(value.getValue()));
            writer.writeEndElement();
        }
        writer.writeEndElement();
    }

    private static String printable(String value) {
        String cut = value.length() <= VALUE_LENGTH_MAX ? value : value.substring(0, VALUE_LENGTH_MAX) + "…";
        return cut.codePoints()
                .map(c -> c == '\t'
                                || c == '\n'
                                || (c >= 0x20 && c < 0xD800)
                                || (c >= 0xE000 && c <= 0xFFFD)
                                || c > 0xFFFF
                        ? c
                        : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AuditMessage that && before.equals(that.before) && after.equals(that.after);
    }

    @Override
    public int hashCode() {
        return Objects.hash(before, after);
    }

    @Override
    public String toString() {
        return xml();
    }
}
