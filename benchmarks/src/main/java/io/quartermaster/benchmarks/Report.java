package io.quartermaster.benchmarks;

import java.util.List;

/**
 * What came out of a benchmark.
 *
 * @param how what was measured and on what, in sentences
 * @param notes what is to be known about the figures: what limits a missed one, what is not equal between the ways
 */
record Report(String title, String how, Table table, List<Ratio> ratios, List<String> notes) {

    /** In Markdown. */
    String text() {
        StringBuilder text = new StringBuilder("## ").append(title).append("\n\n");
        text.append(how).append("\n\n").append(table.text());
        if (!ratios.isEmpty()) {
            text.append('\n').append(ratios(ratios).text());
        }
        if (!notes.isEmpty()) {
            text.append('\n');
            notes.forEach(note -> text.append("- ").append(note).append('\n'));
        }
        return text.toString();
    }

    private static Table ratios(List<Ratio> ratios) {
        return new Table(
                List.of("ratio of this run", "measured", "must be", ""),
                ratios.stream()
                        .map(ratio -> List.of(ratio.words(), ratio.valueText(), ratio.wanted(), ratio.verdict()))
                        .toList());
    }
}
