// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import dev.galley.rpc.processor.model.DeclaredModel;
import dev.galley.rpc.processor.model.DeclaredModel.Section;
import dev.galley.rpc.processor.model.JavaName;
import dev.galley.rpc.processor.model.ServiceModel;
import dev.galley.rpc.processor.write.Classes;
import dev.galley.rpc.processor.write.ProtoFiles;
import dev.galley.rpc.processor.write.ProtoWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import javax.annotation.processing.Filer;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.tools.FileObject;
import javax.tools.StandardLocation;

/// Writes classes and `.proto` files.
final class Output {
    private static final String FOLDER = "META-INF/galley/proto/";

    private final Elements elements;
    private final Filer filer;
    private final Refusals refusals;
    private final Function<Section, List<Integer>> reserved;

    /// @param reserved numbers that a message must not use again
    Output(
            ProcessingEnvironment environment,
            Refusals refusals,
            Function<Section, List<Integer>> reserved) {
        this.elements = environment.getElementUtils();
        this.filer = environment.getFiler();
        this.refusals = refusals;
        this.reserved = reserved;
    }

    void write(List<ServiceModel> services, List<DeclaredModel> types) {
        ProtoFiles files =
                new ProtoFiles(types.stream().collect(toMap(DeclaredModel::type, t -> t)));
        for (DeclaredModel type : types) checkPackage(files, type);
        if (refusals.any()) return;
        ProtoWriter proto = new ProtoWriter(name -> file(files, name), reserved);
        for (ServiceModel service : services) write(service, proto);
        for (DeclaredModel type : types) {
            String code = classes(type.where()).codec(type, file(files, type.type()));
            source(type.type().codec(), type.where(), code);
        }
        byFile(files, types).forEach((file, some) -> resource(file, proto.types(file, some)));
    }

    private void checkPackage(ProtoFiles files, DeclaredModel type) {
        files.stranger(type.type())
                .ifPresent(other ->
                        refusals.add(
                                type.where(),
                                ("%s and %s hold each other, which .proto files of two"
                                                + " packages cannot: put them into one")
                                        .formatted(type.type(), other)));
    }

    private void write(ServiceModel service, ProtoWriter proto) {
        source(service.contract(), service.where(), classes(service.where()).contract(service));
        resource(service.wireName() + ".proto", proto.service(service));
    }

    private static Map<String, List<DeclaredModel>> byFile(
            ProtoFiles files, List<DeclaredModel> types) {
        return types.stream()
                .sorted(Comparator.comparing(t -> t.type().qualified()))
                .collect(
                        groupingBy(
                                t -> files.file(t.type()).orElseThrow(), TreeMap::new, toList()));
    }

    /// Of a type of another jar, where its codec says.
    private String file(ProtoFiles files, JavaName type) {
        return files.file(type).orElseGet(() -> fileElsewhere(type));
    }

    private String fileElsewhere(JavaName type) {
        TypeElement codec = elements.getTypeElement(type.codec().qualified());
        return ElementFilter.fieldsIn(codec.getEnclosedElements()).stream()
                .filter(field -> field.getSimpleName().contentEquals("PROTO"))
                .map(VariableElement::getConstantValue)
                .filter(Objects::nonNull)
                .map(Object::toString)
                .findFirst()
                .orElse(type.flat() + ".proto");
    }

    private Classes classes(Element where) {
        var module = elements.getModuleOf(where);
        return new Classes(
                elements.getTypeElement(module, "javax.annotation.processing.Generated") != null,
                elements.getTypeElement(module, "org.jspecify.annotations.Nullable") != null);
    }

    private void source(JavaName name, Element origin, String text) {
        try (Writer out = filer.createSourceFile(name.qualified(), origin).openWriter()) {
            out.write(text);
        } catch (IOException e) {
            refusals.add(origin, name + " cannot be written: " + e.getMessage());
        }
    }

    private void resource(String name, String text) {
        try {
            FileObject file =
                    filer.createResource(StandardLocation.CLASS_OUTPUT, "", FOLDER + name);
            try (Writer out = file.openWriter()) {
                out.write(text);
            }
        } catch (IOException e) {
            refusals.add(null, name + " cannot be written: " + e.getMessage());
        }
    }
}
