// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.bind;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// YAML text to nodes that know their place. Nothing is constructed, whatever the text asks for.
final class Document extends Composer {
    /// The longest text, in code points.
    static final int MAX_LENGTH = 4 << 20;

    private static final int MAX_DEPTH = 50;
    private static final int MAX_ALIASES = 100;

    private final String file;
    private int depth;

    private Document(LoadSettings settings, String file, String text) {
        super(settings, new ParserImpl(settings, new StreamReader(settings, text)));
        this.file = file;
    }

    /// The only document in `text`; null if it holds none.
    ///
    /// @throws ConfigException if it is not YAML, or beyond a limit
    static @Nullable Node read(String file, String text) {
        var settings =
                LoadSettings.builder()
                        .setLabel(file)
                        .setCodePointLimit(MAX_LENGTH)
                        .setMaxAliasesForCollections(MAX_ALIASES)
                        .setAllowNonScalarKeys(true)
                        .build();
        try {
            return new Document(settings, file, text).getSingleNode().orElse(null);
        } catch (MarkedYamlEngineException e) {
            throw refused(file, e.getProblemMark(), sentence(e));
        } catch (ReaderException e) {
            String before = text.substring(0, text.offsetByCodePoints(0, e.getPosition()));
            int line = (int) before.chars().filter(c -> c == '\n').count();
            int column = before.length() - before.lastIndexOf('\n') - 1;
            throw refused(file, line, column, "holds a character that YAML does not allow");
        } catch (YamlEngineException e) {
            throw refused(file, Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    private static String sentence(MarkedYamlEngineException e) {
        String context = e.getContext() == null ? "" : e.getContext() + ": ";
        boolean unquoted = context.contains("an alias") || context.contains("a flow node");
        String hint =
                unquoted ? "; values such as \"*.example.com\" and \"[::1]:80\" need quotes" : "";
        return "is not YAML: " + context + e.getProblem() + hint;
    }

    private static ConfigException refused(String file, Optional<Mark> mark, String message) {
        return refused(
                file,
                mark.map(Mark::getLine).orElse(0),
                mark.map(Mark::getColumn).orElse(0),
                message);
    }

    private static ConfigException refused(String file, int line, int column, String message) {
        return new ConfigException(List.of(new Problem(file, line + 1, column + 1, "", message)));
    }

    @Override
    protected SequenceNode composeSequenceNode(Optional<Anchor> anchor) {
        enter();
        var node = super.composeSequenceNode(anchor);
        depth--;
        return node;
    }

    @Override
    protected Node composeMappingNode(Optional<Anchor> anchor) {
        enter();
        var node = super.composeMappingNode(anchor);
        depth--;
        return node;
    }

    private void enter() {
        if (++depth > MAX_DEPTH)
            throw refused(
                    file,
                    parser.peekEvent().getStartMark(),
                    "is nested deeper than " + MAX_DEPTH + " levels");
    }
}
