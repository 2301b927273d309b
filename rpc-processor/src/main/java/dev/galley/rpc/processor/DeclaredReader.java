// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import dev.galley.rpc.processor.model.DeclaredModel;
import dev.galley.rpc.processor.model.DeclaredModel.Constant;
import dev.galley.rpc.processor.model.DeclaredModel.Enumeration;
import dev.galley.rpc.processor.model.DeclaredModel.Message;
import dev.galley.rpc.processor.model.DeclaredModel.Union;
import dev.galley.rpc.processor.model.FieldModel;
import dev.galley.rpc.processor.model.JavaName;
import dev.galley.rpc.processor.model.TypeModel.Named;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;

/// Reads records, enums and sealed interfaces.
final class DeclaredReader {
    private final Discovery discovery;
    private final TypeReader types;
    private final Refusals refusals;

    DeclaredReader(Discovery discovery, TypeReader types, Refusals refusals) {
        this.discovery = discovery;
        this.types = types;
        this.refusals = refusals;
    }

    DeclaredModel read(TypeElement type) {
        JavaName name = Names.of(type);
        return switch (type.getKind()) {
            case RECORD -> new Message(name, name.qualified(), fields(type), type);
            case ENUM -> enumeration(type, name);
            default -> new Union(name, kinds(type), type);
        };
    }

    private List<FieldModel> fields(TypeElement record) {
        Map<String, String> seen = new HashMap<>();
        return record.getRecordComponents().stream()
                .flatMap(c -> refusals.attempt(() -> field(c, seen)).stream())
                .toList();
    }

    private FieldModel field(RecordComponentElement component, Map<String, String> seen) {
        String name = Names.checked(component, seen);
        return new FieldModel(name, 0, types.read(component, component.asType()), component);
    }

    private Enumeration enumeration(TypeElement type, JavaName name) {
        Map<String, String> seen = new HashMap<>();
        List<Constant> constants =
                type.getEnclosedElements().stream()
                        .filter(e -> e.getKind() == ElementKind.ENUM_CONSTANT)
                        .map(e -> new Constant(Names.checked(e, seen), 0, e))
                        .toList();
        if (constants.isEmpty())
            throw new Refusal(type, "an enum without constants has no value: give it one");
        return new Enumeration(name, constants, type);
    }

    private List<FieldModel> kinds(TypeElement union) {
        Map<String, String> seen = new HashMap<>();
        return union.getPermittedSubclasses().stream()
                .flatMap(p -> refusals.attempt(() -> kind(union, p, seen)).stream())
                .toList();
    }

    private FieldModel kind(TypeElement union, TypeMirror permitted, Map<String, String> seen) {
        Element record = ((DeclaredType) permitted).asElement();
        if (record.getKind() != ElementKind.RECORD)
            throw new Refusal(
                    record,
                    "%s goes over the wire, so what it permits are records: make %s one"
                            .formatted(union.getSimpleName(), record.getSimpleName()));
        Named named = discovery.named(record, (TypeElement) record).orElseThrow();
        String name = Names.decapitalized(Names.checked(record, seen));
        return new FieldModel(name, 0, named, record);
    }
}
