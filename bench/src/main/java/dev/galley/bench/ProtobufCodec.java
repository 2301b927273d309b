// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import dev.galley.bench.chat.Attachment;
import dev.galley.bench.chat.Kind;
import dev.galley.bench.chat.Message;
import dev.galley.bench.chat.User;
import dev.galley.bench.proto.Image;
import dev.galley.bench.proto.Link;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The chat record by way of the classes that protobuf-java generates.
final class ProtobufCodec {
    private ProtobufCodec() {}

    static byte[] encode(Message message) {
        return toProto(message).toByteArray();
    }

    static Message decode(byte[] bytes) {
        try {
            return fromProto(dev.galley.bench.proto.Message.parseFrom(bytes));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static dev.galley.bench.proto.Message toProto(Message message) {
        var to =
                dev.galley.bench.proto.Message.newBuilder()
                        .setId(message.id())
                        .setSender(toProto(message.sender()))
                        .setText(message.text())
                        .setSent(toProto(message.sent()))
                        .putAllAttributes(message.attributes())
                        .setAttachment(toProto(message.attachment()))
                        .setKindValue(message.kind() == Kind.TEXT ? 1 : 2)
                        .addAllMarks(message.marks());
        for (User recipient : message.recipients()) to.addRecipients(toProto(recipient));
        message.reply().ifPresent(reply -> to.setReply(toProto(reply)));
        return to.build();
    }

    private static Timestamp toProto(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    private static dev.galley.bench.proto.User toProto(User user) {
        return dev.galley.bench.proto.User.newBuilder()
                .setId(user.id())
                .setName(user.name())
                .setOnline(user.online())
                .build();
    }

    private static dev.galley.bench.proto.Attachment toProto(Attachment attachment) {
        var to = dev.galley.bench.proto.Attachment.newBuilder();
        switch (attachment) {
            case Attachment.Image image ->
                    to.setImage(
                            Image.newBuilder()
                                    .setWidth(image.width())
                                    .setHeight(image.height())
                                    .setPreview(ByteString.copyFrom(image.preview())));
            case Attachment.Link link ->
                    to.setLink(Link.newBuilder().setUrl(link.url()).setRank(link.rank()));
        }
        return to.build();
    }

    private static Message fromProto(dev.galley.bench.proto.Message message) {
        Timestamp sent = message.getSent();
        List<User> recipients = new ArrayList<>(message.getRecipientsCount());
        for (var recipient : message.getRecipientsList()) recipients.add(fromProto(recipient));
        return new Message(
                message.getId(),
                fromProto(message.getSender()),
                message.getText(),
                Instant.ofEpochSecond(sent.getSeconds(), sent.getNanos()),
                List.copyOf(recipients),
                // Immutable, and in order.
                message.getAttributesMap(),
                fromProto(message.getAttachment()),
                message.hasReply() ? Optional.of(fromProto(message.getReply())) : Optional.empty(),
                message.getKindValue() == 1 ? Kind.TEXT : Kind.NOTICE,
                // Immutable as well.
                message.getMarksList());
    }

    private static User fromProto(dev.galley.bench.proto.User user) {
        return new User(user.getId(), user.getName(), user.getOnline());
    }

    private static Attachment fromProto(dev.galley.bench.proto.Attachment attachment) {
        if (attachment.hasImage()) {
            Image image = attachment.getImage();
            return new Attachment.Image(
                    image.getWidth(), image.getHeight(), image.getPreview().toByteArray());
        }
        return new Attachment.Link(attachment.getLink().getUrl(), attachment.getLink().getRank());
    }
}
