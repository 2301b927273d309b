// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.app.post;

import dev.galley.rpc.CallException;
import dev.galley.rpc.Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// Needs people, who need mail.
@Module("mail")
public final class MailInFiles implements Mail, AutoCloseable {
    private final People people;
    private final Path folder;

    public MailInFiles(People people, Folder told) {
        this.people = people;
        this.folder = Path.of(told.folder());
    }

    @Override
    public void send(Letter letter) {
        if (people.find(letter.to()).isEmpty())
            throw CallException.failed("no-such-person", letter.to() + " lives elsewhere");
        try {
            Path box = folder.resolve(letter.to());
            Path draft = Files.createTempFile(folder, "draft", "");
            Files.writeString(draft, letter.from() + "\n" + letter.text());
            Files.move(draft, box.resolve(UUID.randomUUID().toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<Letter> inbox(String name) {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.map(file -> letter(name, file)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Stream<Letter> read(String name) {
        return inbox(name).stream();
    }

    private static Letter letter(String to, Path file) {
        try {
            String[] fromAndText = Files.readString(file).split("\n", 2);
            return new Letter(fromAndText[0], to, fromAndText[1]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int sendAll(Stream<Letter> letters) {
        return letters.mapToInt(
                        letter -> {
                            send(letter);
                            return 1;
                        })
                .sum();
    }

    @Override
    public void close() throws IOException {
        Files.writeString(folder.resolve("closed"), "mail");
    }
}
