// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.app.post;

import dev.galley.rpc.CallException;
import dev.galley.rpc.Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

@Module("people")
public final class PeopleInFiles implements People {
    private final Mail mail;
    private final Path folder;

    public PeopleInFiles(Folder told, Mail mail) {
        this.mail = mail;
        this.folder = Path.of(told.folder());
    }

    @Override
    public Person register(String name) {
        try {
            Files.createDirectory(folder.resolve(name));
        } catch (FileAlreadyExistsException e) {
            throw CallException.failed("taken", name + " lives here already");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        mail.send(new Mail.Letter("town", name, "welcome"));
        return find(name).orElseThrow();
    }

    @Override
    public Optional<Person> find(String name) {
        if (!Files.isDirectory(folder.resolve(name))) return Optional.empty();
        return Optional.of(new Person(name, mail.inbox(name).size()));
    }
}
