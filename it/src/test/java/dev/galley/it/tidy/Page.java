// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A page of Markdown: its fenced blocks of code and its links.
record Page(String name, String text) {
    /// A fenced block.
    ///
    /// @param line where its first line stands in the page, from 1
    /// @param language the first word behind the fence: `yaml`, `console`, ...
    record Block(String page, int line, String language, List<String> lines) {
        String text() {
            return String.join("\n", lines) + "\n";
        }

        @Override
        public String toString() {
            return page + ":" + line;
        }
    }

    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)(#[^)]*)?\\)");

    static Stream<Page> all(SourceTree tree) {
        return tree.names(name -> name.endsWith(".md")).stream()
                .map(name -> new Page(name, tree.text(name)));
    }

    List<Block> blocks(String language) {
        return blocks().stream().filter(block -> block.language.equals(language)).toList();
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("```")) {
                int end = i + 1;
                while (!lines.get(end).startsWith("```")) {
                    end++;
                }
                String language = lines.get(i).substring(3).strip();
                blocks.add(new Block(name, i + 2, language, lines.subList(i + 1, end)));
                i = end;
            }
        }
        return blocks;
    }

    /// Where its links lead, without those to other hosts and within the page.
    List<String> links() {
        return LINK.matcher(text)
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.contains("://"))
                .toList();
    }
}
