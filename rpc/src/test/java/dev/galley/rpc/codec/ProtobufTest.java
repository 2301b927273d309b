// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TimestampProto;
import dev.galley.rpc.codec.chat.Attachment;
import dev.galley.rpc.codec.chat.Kind;
import dev.galley.rpc.codec.chat.Message;
import dev.galley.rpc.codec.chat.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// The same bytes as those of protobuf-java, which knows the messages by their descriptor.
class ProtobufTest {
    private static final String DESCRIPTOR =
            """
            name: "chat.proto" syntax: "proto3" dependency: "google/protobuf/timestamp.proto"
            message_type {
              name: "Message"
              field { name: "id" number: 1 type: TYPE_INT64 label: LABEL_OPTIONAL }
              field { name: "sender" number: 2 type_name: ".User" label: LABEL_OPTIONAL }
              field { name: "text" number: 3 type: TYPE_STRING label: LABEL_OPTIONAL }
              field {
                name: "sent" number: 4 type_name: ".google.protobuf.Timestamp" label: LABEL_OPTIONAL
              }
              field { name: "recipients" number: 5 type_name: ".User" label: LABEL_REPEATED }
              field {
                name: "attributes" number: 6 type_name: ".Message.AttributesEntry"
                label: LABEL_REPEATED
              }
              field { name: "attachment" number: 7 type_name: ".Attachment" label: LABEL_OPTIONAL }
              field { name: "reply" number: 8 type_name: ".Message" label: LABEL_OPTIONAL }
              field { name: "kind" number: 9 type_name: ".Kind" label: LABEL_OPTIONAL }
              field { name: "marks" number: 10 type: TYPE_INT32 label: LABEL_REPEATED }
              nested_type {
                name: "AttributesEntry" options { map_entry: true }
                field { name: "key" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
                field { name: "value" number: 2 type: TYPE_STRING label: LABEL_OPTIONAL }
              }
            }
            message_type {
              name: "User"
              field { name: "id" number: 1 type: TYPE_INT64 label: LABEL_OPTIONAL }
              field { name: "name" number: 2 type: TYPE_STRING label: LABEL_OPTIONAL }
              field { name: "online" number: 3 type: TYPE_BOOL label: LABEL_OPTIONAL }
            }
            message_type {
              name: "Attachment" oneof_decl { name: "kind" }
              field {
                name: "image" number: 1 type_name: ".Image" label: LABEL_OPTIONAL oneof_index: 0
              }
              field {
                name: "link" number: 2 type_name: ".Link" label: LABEL_OPTIONAL oneof_index: 0
              }
            }
            message_type {
              name: "Image"
              field { name: "width" number: 1 type: TYPE_INT32 label: LABEL_OPTIONAL }
              field { name: "height" number: 2 type: TYPE_INT32 label: LABEL_OPTIONAL }
              field { name: "preview" number: 3 type: TYPE_BYTES label: LABEL_OPTIONAL }
            }
            message_type {
              name: "Link"
              field { name: "url" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
              field { name: "rank" number: 2 type: TYPE_DOUBLE label: LABEL_OPTIONAL }
            }
            enum_type {
              name: "Kind"
              value { name: "KIND_UNSPECIFIED" number: 0 }
              value { name: "KIND_TEXT" number: 1 }
              value { name: "KIND_NOTICE" number: 2 }
            }
            """;

    private final Random random = new Random(4);

    @Test
    void protobufReadsWhatIsWrittenAndWritesTheSameBytes() throws Exception {
        Descriptor type = type();
        for (int i = 0; i < 500; i++) {
            Message message = message(3);
            byte[] bytes = Samples.protobuf(message);
            DynamicMessage read = DynamicMessage.parseFrom(type, bytes);
            assertThat(read.getUnknownFields().asMap()).isEmpty();
            assertThat(read.getField(type.findFieldByNumber(1))).isEqualTo(message.id());
            assertThat(read.getField(type.findFieldByNumber(3))).isEqualTo(message.text());
            assertThat(read.getField(type.findFieldByNumber(10))).isEqualTo(message.marks());
            assertThat(read.toByteArray()).isEqualTo(bytes);
        }
    }

    @Test
    void whatProtobufWritesIsReadAndWrittenTheSame() throws Exception {
        Descriptor type = type();
        for (int i = 0; i < 500; i++) {
            byte[] bytes =
                    DynamicMessage.parseFrom(type, Samples.protobuf(message(3))).toByteArray();
            assertThat(Samples.protobuf(Samples.protobuf(bytes))).isEqualTo(bytes);
        }
    }

    @Test
    void jsonSaysTheSameAsProtobuf() {
        for (int i = 0; i < 500; i++) {
            byte[] bytes = Samples.protobuf(message(3));
            String json = Samples.json(Samples.protobuf(bytes));
            assertThat(Samples.protobuf(Samples.json(json))).isEqualTo(bytes);
        }
    }

    private static Descriptor type() throws Exception {
        FileDescriptorProto file = TextFormat.parse(DESCRIPTOR, FileDescriptorProto.class);
        FileDescriptor[] needed = {TimestampProto.getDescriptor()};
        return FileDescriptor.buildFrom(file, needed).findMessageTypeByName("Message");
    }

    private Message message(int depth) {
        boolean reply = depth > 0 && random.nextBoolean();
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) attributes.put(text(), text());
        return new Message(
                number(),
                user(),
                text(),
                Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
                list(this::user),
                attributes,
                attachment(),
                reply ? Optional.of(message(depth - 1)) : Optional.empty(),
                random.nextBoolean() ? Kind.TEXT : Kind.NOTICE,
                list(() -> (int) number()));
    }

    private User user() {
        return new User(number(), text(), random.nextBoolean());
    }

    private Attachment attachment() {
        if (random.nextBoolean()) return new Attachment.Link(text(), random.nextGaussian());
        byte[] preview = new byte[random.nextInt(200)];
        random.nextBytes(preview);
        return new Attachment.Image((int) number(), (int) number(), preview);
    }

    /// Of any number of bits.
    private long number() {
        return random.nextLong() >> random.nextInt(64);
    }

    /// Of ASCII or of anything, empty or long.
    private String text() {
        int length = Math.max(0, random.nextInt(200) >> random.nextInt(8));
        int most = random.nextBoolean() ? 0x80 : Character.MAX_CODE_POINT;
        int[] points = random.ints(length, 0, most).filter(c -> c < 0xd800 || c > 0xdfff).toArray();
        return new String(points, 0, points.length);
    }

    private <T> List<T> list(Supplier<T> element) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(7); i > 0; i--) list.add(element.get());
        return list;
    }
}
