// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.galley.rpc.codec.CodecException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two versions of a contract, pinned by one lock file: what one writes, the other reads, or
/// refuses with the name of the field; never as something else.
class EvolutionTest {
    private static final String SERVICE =
            "package chat;\n@Service public interface Users { User a(); Kind b(); Shape c(); }";

    @TempDir private Path folder;
    private Peer older;
    private Peer newer;

    /// A process that has one version of the contract.
    private record Peer(ClassLoader loader) {
        Model user() {
            return new Model(loader, "chat.User");
        }

        Object user(String json) {
            return user().fromJson(json.getBytes(StandardCharsets.UTF_8));
        }

        /// What this peer reads when `other` sends what it reads from `json`.
        String reads(Peer other, String json) {
            return user().fromProtobuf(other.user().protobuf(other.user(json))).toString();
        }
    }

    @BeforeEach
    void compileBoth() {
        older =
                compile(
                        "record User(String name, @Nullable String nick, Optional<Kind> kind,"
                                + " List<Shape> shapes, @Nullable Integer age)",
                        "enum Kind { A, B }",
                        "record Dot(int x) implements Shape {}");
        newer =
                compile(
                        "record User(Optional<Long> born, List<Shape> shapes, Optional<Kind> kind,"
                                + " Map<String, Integer> marks, String name)",
                        "enum Kind { C, B }",
                        "record Box() implements Shape {} record Dot(int x) implements Shape {}");
    }

    private Peer compile(String user, String kind, String shapes) {
        return new Peer(
                new Javac(folder)
                        .compile(
                                SERVICE,
                                "package chat;\npublic " + user + " {}",
                                "package chat;\npublic " + kind,
                                "package chat;\npublic sealed interface Shape { " + shapes + " }")
                        .orFail()
                        .loader());
    }

    @Test
    void aNewerPeerReadsWhatAnOlderOneWrites() {
        String json =
                """
                {"name": "ann", "nick": "a", "kind": "B", "shapes": [{"dot": {"x": 7}}], "age": 40}
                """;
        assertThat(newer.reads(older, json))
                .isEqualTo(
                        "User[born=Optional.empty, shapes=[Dot[x=7]], kind=Optional[B], marks={},"
                                + " name=ann]");
    }

    @Test
    void anOlderPeerReadsWhatANewerOneWrites() {
        String json =
                """
                {"name": "ann", "born": 7, "kind": "B", "shapes": [{"dot": {"x": 7}}],
                 "marks": {"a": 1}}
                """;
        assertThat(older.reads(newer, json))
                .isEqualTo(
                        "User[name=ann, nick=null, kind=Optional[B], shapes=[Dot[x=7]], age=null]");
    }

    @Test
    void aConstantThatTheOtherDoesNotKnowIsAbsentWhereItCanBe() {
        assertThat(older.reads(newer, "{\"kind\": \"C\"}")).contains("kind=Optional.empty");
        assertThat(newer.reads(older, "{\"kind\": \"A\"}")).contains("kind=Optional.empty");
    }

    @Test
    void aKindThatTheOtherDoesNotKnowIsRefused() {
        assertThatThrownBy(() -> older.reads(newer, "{\"shapes\": [{\"box\": {}}]}"))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("one of Shape is missing");
    }

    @Test
    void aFieldOfAnotherWireTypeIsRefused() {
        byte[] name = {8, 7}; // field 1 as a number
        assertThatThrownBy(() -> older.user().fromProtobuf(name))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("field 1")
                .hasMessageContaining("wire type 0 is not this field's");
    }
}
