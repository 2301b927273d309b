// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.bind;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.AnchorNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// A part of the file whose record is known later than the rest: the configuration of a module of
/// the user's. Two are equal if they say the same.
public final class Section {
    private final String file;
    private final Map<String, String> env;
    private final Place at;
    private final String said;

    Section(String file, Map<String, String> env, Place at) {
        this.file = file;
        this.env = env;
        this.at = at;
        this.said = said(at.node());
    }

    /// One that says nothing, in the place of a key that is absent.
    public static Section absent(String file, String path) {
        Node nothing =
                new MappingNode(
                        Tag.MAP,
                        false,
                        List.of(),
                        FlowStyle.FLOW,
                        Optional.empty(),
                        Optional.empty());
        return new Section(file, Map.of(), new Place(nothing, path));
    }

    /// What it says, as a record. A component needs no {@link Setting}: it must be there then,
    /// unless it is a list, a map, an `Optional` or `@Nullable`.
    ///
    /// @throws ConfigException with all that is wrong with it, each with its place in the file
    /// @throws IllegalStateException with a sentence, if the record has a component of a type that
    ///   no configuration can have
    public <T extends Record> T bind(Class<T> type) {
        return Binder.bind(type, at, new Reading(file, env));
    }

    private static String said(Node node) {
        return switch (node) {
            case ScalarNode scalar -> '"' + scalar.getValue() + '"';
            case SequenceNode list ->
                    list.getValue().stream().map(Section::said).collect(joining(",", "[", "]"));
            case MappingNode map ->
                    map.getValue().stream()
                            .map(t -> said(t.getKeyNode()) + ":" + said(t.getValueNode()))
                            .collect(joining(",", "{", "}"));
            case AnchorNode anchor -> said(anchor.getRealNode());
            default -> node.toString();
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Section section && section.said.equals(said);
    }

    @Override
    public int hashCode() {
        return said.hashCode();
    }

    /// Where it is; what it says may be secret.
    @Override
    public String toString() {
        return at.path();
    }
}
