// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor.lock;

import dev.galley.rpc.processor.lock.Block.Entry;
import dev.galley.rpc.processor.model.DeclaredModel.Section;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The text of a lock file: a line a section, below it an indented line for each number.
///
///     message chat.User
///       1 name: String
///       removed 2 nick: String?
final class LockText {
    private static final String HEAD =
            """
            # The numbers of fields and methods on the wire, written by the compiler. Commit this file.
            # A component that no peer in service needs any more is given up by `removed` before its
            # number; other changes are made to the contract, never here.
            """;

    private static final Pattern BLOCK =
            Pattern.compile("(removed )?(service|message|enum|union) (\\S+)(?: = (\\S+))?");
    private static final Pattern ENTRY =
            Pattern.compile("\\s+(removed )?([1-9]\\d{0,8}) (\\w+)(?:: (\\S+))?");

    private final SortedMap<Section, Block> blocks = new TreeMap<>();
    private @Nullable Block block;

    private LockText() {}

    /// @param file its name, for messages
    static SortedMap<Section, Block> parse(String file, String text) throws LockException {
        LockText parser = new LockText();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String problem = parser.line(lines.get(i).stripTrailing());
            if (!problem.isEmpty()) throw new LockException(file + ":" + (i + 1) + ": " + problem);
        }
        return parser.blocks;
    }

    /// What is wrong with a line; empty: nothing.
    private String line(String line) {
        if (line.isEmpty() || line.startsWith("#")) return "";
        Matcher begins = BLOCK.matcher(line);
        if (begins.matches()) return begin(begins);
        Matcher entry = ENTRY.matcher(line);
        if (entry.matches()) return block == null ? "nothing stands above it" : add(block, entry);
        return "`%s` is neither a section, as in `message chat.User`, nor a number in one, as in"
                        .formatted(line.strip())
                + " `  1 name: String`";
    }

    private String begin(Matcher line) {
        Section section = new Section(line.group(2), line.group(3));
        String of = line.group(4) == null ? "" : line.group(4);
        block = new Block(section, of, line.group(1) != null, new ArrayList<>());
        return blocks.putIfAbsent(section, block) == null
                ? ""
                : "%s stands twice: make one section of them".formatted(section);
    }

    private static String add(Block block, Matcher line) {
        int number = Integer.parseInt(line.group(2));
        String type = line.group(4) == null ? "" : line.group(4);
        Entry entry = new Entry(number, line.group(3), type, line.group(1) != null);
        for (Entry other : block.entries())
            if (other.number() == number)
                return ("number %d stands twice in %s, for `%s` and for `%s`: remove the line of"
                                + " the one that is not in service yet, and compile for another")
                        .formatted(number, block.section(), other.name(), entry.name());
        if (!entry.removed() && block.entry(entry.name()).isPresent())
            return "`%s` stands twice in %s: remove the line that is newer"
                    .formatted(entry.name(), block.section());
        block.entries().add(entry);
        return "";
    }

    static String print(Collection<Block> blocks) {
        StringBuilder text = new StringBuilder(HEAD);
        for (Block block : blocks) print(block, text);
        return text.toString();
    }

    private static void print(Block block, StringBuilder text) {
        text.append('\n').append(block.removed() ? "removed " : "").append(block.section());
        text.append(block.of().isEmpty() ? "" : " = " + block.of()).append('\n');
        block.entries().stream()
                .sorted(Comparator.comparingInt(Entry::number))
                .forEach(entry -> print(entry, text));
    }

    private static void print(Entry entry, StringBuilder text) {
        text.append("  ").append(entry.removed() ? "removed " : "").append(entry.number());
        text.append(' ').append(entry.name());
        text.append(entry.type().isEmpty() ? "" : ": " + entry.type()).append('\n');
    }
}
