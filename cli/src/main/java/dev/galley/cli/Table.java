// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Rows of cells, printed in columns as wide as they need be.
final class Table {
    /// @param look what is put around the text when it is printed; takes no room
    private record Cell(String text, UnaryOperator<String> look) {}

    private final List<List<Cell>> rows = new ArrayList<>();
    private final List<Boolean> right = new ArrayList<>();
    private final Paint paint;

    /// @param head as in {@link #head}
    Table(Paint paint, String head) {
        this.paint = paint;
        row().head(head);
    }

    /// Adds a column; before the first row.
    ///
    /// @param head its head; `>` in front: numbers, flush right
    Table head(String head) {
        right.add(head.startsWith(">"));
        return cell(head.startsWith(">") ? head.substring(1) : head, paint::dim);
    }

    /// Begins a row.
    Table row() {
        rows.add(new ArrayList<>());
        return this;
    }

    /// Adds a cell to the row begun last.
    Table cell(String text) {
        return cell(text, UnaryOperator.identity());
    }

    Table cell(String text, UnaryOperator<String> look) {
        rows.getLast().add(new Cell(text, look));
        return this;
    }

    /// The lines, without spaces at their ends.
    List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(List<Cell> row) {
        int last = row.size() - 1;
        while (last > 0 && row.get(last).text().isEmpty()) last--;
        StringBuilder line = new StringBuilder();
        for (int i = 0; i <= last; i++) {
            Cell cell = row.get(i);
            String space = " ".repeat(width(i) - cell.text().length());
            String text = cell.look().apply(cell.text());
            line.append(i == 0 ? "" : "  ");
            if (right.get(i)) line.append(space).append(text);
            else line.append(text).append(i == last ? "" : space);
        }
        return line.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(r -> r.get(column).text().length()).max().orElse(0);
    }
}
