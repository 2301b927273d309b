// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import dev.galley.rpc.processor.lock.Evolution;
import dev.galley.rpc.processor.lock.LockException;
import dev.galley.rpc.processor.lock.LockFile;
import dev.galley.rpc.processor.lock.Pins;
import dev.galley.rpc.processor.model.DeclaredModel;
import dev.galley.rpc.processor.model.DeclaredModel.Message;
import dev.galley.rpc.processor.model.MethodModel;
import dev.galley.rpc.processor.model.ServiceModel;
import dev.galley.rpc.processor.model.TypeModel.Named;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.tools.StandardLocation;
import org.jspecify.annotations.Nullable;

/// One run of the compiler: reads the contracts of each round, pins their numbers, writes.
final class Compilation {
    private static final String STORED = "dev.galley.rpc.Stored";

    private final ProcessingEnvironment environment;
    private final Options options;
    private final Refusals refusals;
    private final Discovery discovery;
    private final ServiceReader services;
    private final DeclaredReader types;
    private final ModuleIndex modules;
    private final Set<String> wireNames = new HashSet<>();
    private @Nullable LockFile lock;

    Compilation(ProcessingEnvironment environment) {
        this.environment = environment;
        var elements = environment.getElementUtils();
        options = Options.of(environment.getOptions(), System.getenv());
        refusals = new Refusals(environment.getMessager());
        discovery = new Discovery(elements);
        TypeReader reader = new TypeReader(discovery);
        MethodReader methods = new MethodReader(reader, elements, environment.getTypeUtils());
        services = new ServiceReader(methods, refusals);
        types = new DeclaredReader(discovery, reader, refusals);
        modules = new ModuleIndex(environment, refusals);
    }

    void round(RoundEnvironment round) {
        annotated(round, ModuleReader.ANNOTATION).forEach(modules::add);
        List<ServiceModel> read = new ArrayList<>();
        for (TypeElement service : annotated(round, ServiceReader.ANNOTATION))
            refusals.attempt(() -> services.read(service)).ifPresent(read::add);
        for (TypeElement stored : annotated(round, STORED)) refusals.attempt(() -> stored(stored));
        List<DeclaredModel> declared = declared();
        Finite.check(declared, refusals);
        read.forEach(s -> wireNames.add(s.wireName()));
        if ((read.isEmpty() && declared.isEmpty()) || refusals.any()) return;
        opened().ifPresent(file -> pinned(file.pins(), read, declared));
    }

    private Named stored(TypeElement type) {
        return discovery
                .named(type, type)
                .orElseThrow(() ->
                        new Refusal(
                                type,
                                "@Stored belongs on a record, an enum or a sealed interface of"
                                        + " records"));
    }

    private Set<TypeElement> annotated(RoundEnvironment round, String annotation) {
        TypeElement type = environment.getElementUtils().getTypeElement(annotation);
        return type == null
                ? Set.of()
                : ElementFilter.typesIn(round.getElementsAnnotatedWith(type));
    }

    private List<DeclaredModel> declared() {
        List<DeclaredModel> declared = new ArrayList<>();
        TypeElement next;
        while ((next = discovery.next()) != null) {
            TypeElement type = next;
            refusals.attempt(() -> types.read(type)).ifPresent(declared::add);
        }
        return declared;
    }

    /// The lock file; empty: it cannot be had, which was told.
    private Optional<LockFile> opened() {
        try {
            if (options.lock() == null)
                refusals.add(
                        null,
                        "numbers of fields and methods are to be kept in a file: say where by"
                                + " -Agalley.lock=FILE, such as src/galley.lock, and commit it");
            else if (lock == null) lock = LockFile.read(options.lock());
        } catch (LockException e) {
            refusals.add(null, e.getMessage());
        }
        return Optional.ofNullable(lock);
    }

    private void pinned(Pins pins, List<ServiceModel> read, List<DeclaredModel> declared) {
        List<ServiceModel> services = read.stream().map(s -> pinned(pins, s)).toList();
        List<DeclaredModel> types = declared.stream().map(d -> d.numbered(pins.pin(d))).toList();
        pins.problems().forEach(p -> refusals.add(p.where(), p.sentence()));
        pins.problems().clear();
        Output output = new Output(environment, refusals, pins::reserved);
        if (!refusals.any()) output.write(services, types);
    }

    private static ServiceModel pinned(Pins pins, ServiceModel service) {
        var ids = pins.pin(service);
        List<MethodModel> methods =
                service.methods().stream()
                        .map(m ->
                                m.pinned(
                                        ids.applyAsInt(m.name()),
                                        pinned(pins, m.request()),
                                        pinned(pins, m.response())))
                        .toList();
        return new ServiceModel(service.type(), service.wireName(), methods, service.where());
    }

    private static Message pinned(Pins pins, Message message) {
        return message.numbered(pins.pin(message));
    }

    /// @param failed whether there are errors of others, so that nothing must be kept
    void finish(boolean failed) {
        if (failed || refusals.any()) return;
        if (lock != null || options.lock() != null) opened().ifPresent(this::finish);
        modules.write();
    }

    private void finish(LockFile file) {
        file.pins().checkGone(wireNames, discovery::isElsewhere);
        file.pins().problems().forEach(p -> refusals.add(p.where(), p.sentence()));
        try {
            if (!refusals.any()) file.finish(options.frozen());
            if (!refusals.any()) pack(file.text());
        } catch (LockException e) {
            refusals.add(null, e.getMessage());
        }
    }

    /// Into the jar, so that a running program can be compared with the next one.
    private void pack(String lock) {
        try (Writer out =
                environment
                        .getFiler()
                        .createResource(StandardLocation.CLASS_OUTPUT, "", Evolution.RESOURCE)
                        .openWriter()) {
            out.write(lock);
        } catch (IOException e) {
            refusals.add(null, Evolution.RESOURCE + " cannot be written: " + e.getMessage());
        }
    }
}
