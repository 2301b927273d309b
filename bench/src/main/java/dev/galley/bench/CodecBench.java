// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench;

import dev.galley.bench.chat.Attachment;
import dev.galley.bench.chat.Kind;
import dev.galley.bench.chat.Message;
import dev.galley.bench.chat.MessageCodec;
import dev.galley.bench.chat.User;
import dev.galley.rpc.codec.JsonReader;
import dev.galley.rpc.codec.JsonWriter;
import dev.galley.rpc.codec.Reader;
import dev.galley.rpc.codec.Writer;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What it costs to write a nested record into an array, and to read it back: by a generated codec,
/// by one written by hand, by protobuf-java with conversion to and from records (all three give the
/// same bytes, which is checked first), and as JSON.
///
///     ./mvnw -q -pl bench -am compile dependency:build-classpath \
///         -Dmdep.outputFile=target/classpath
///     java -cp bench/target/classes:$(cat bench/target/classpath) org.openjdk.jmh.Main \
///         CodecBench
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgs = {"-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch"})
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class CodecBench {
    private final Message message = chat(Optional.of(chat(Optional.empty())));
    private final HandWriter handWriter = new HandWriter();
    private final HandReader handReader = new HandReader();
    private final Writer writer = new Writer();
    private final JsonWriter jsonWriter = new JsonWriter();
    private final byte[] bytes = writeGenerated();
    private final byte[] json = writeJson();

    public CodecBench() {
        if (!Arrays.equals(bytes, writeByHand()) || !Arrays.equals(bytes, writeProtobuf()))
            throw new AssertionError("the codecs do not agree");
    }

    @Benchmark
    public byte[] writeGenerated() {
        writer.reset();
        MessageCodec.INSTANCE.write(writer, message);
        return writer.toByteArray();
    }

    @Benchmark
    public byte[] writeByHand() {
        return handWriter.encode(message);
    }

    @Benchmark
    public byte[] writeProtobuf() {
        return ProtobufCodec.encode(message);
    }

    @Benchmark
    public byte[] writeJson() {
        jsonWriter.reset();
        MessageCodec.INSTANCE.write(jsonWriter, message);
        return jsonWriter.toByteArray();
    }

    @Benchmark
    public Message readGenerated() {
        return MessageCodec.INSTANCE.read(new Reader(bytes));
    }

    @Benchmark
    public Message readByHand() {
        return handReader.decode(bytes);
    }

    @Benchmark
    public Message readProtobuf() {
        return ProtobufCodec.decode(bytes);
    }

    @Benchmark
    public Message readJson() {
        return MessageCodec.INSTANCE.read(new JsonReader(json));
    }

    private static Message chat(Optional<Message> reply) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("client", "web/3.1");
        attributes.put("language", "en-GB");
        return new Message(
                reply.isPresent() ? 81_234_567L : 81_234_560L,
                new User(100_234, "ann.smith", true),
                "Are we still on for half past six tomorrow? I can bring the maps.",
                Instant.parse("2026-01-31T12:00:00.123456789Z"),
                List.of(
                        new User(100_235, "bob.miller", true),
                        new User(100_236, "carol", false),
                        new User(100_237, "José", true)),
                attributes,
                reply.isPresent()
                        ? new Attachment.Image(640, 480, new byte[48])
                        : new Attachment.Link("https://example.org/maps/7", 0.75),
                reply,
                Kind.TEXT,
                List.of(3, 17, 170, 4));
    }
}
