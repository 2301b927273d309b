// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor.model;

import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import javax.lang.model.element.Element;

/// A type that a contract declares. Its members have no number until the lock file has pinned them.
public sealed interface DeclaredModel {
    JavaName type();

    /// What an error points at.
    Element where();

    /// Its section of the lock file: what, and named how.
    Section section();

    /// A copy whose members have the numbers given by their names.
    DeclaredModel numbered(ToIntFunction<String> numbers);

    /// The types that it is made of.
    Stream<TypeModel> types();

    /// Names a part of the lock file.
    ///
    /// @param kind `message`, `enum`, `union` or `service`
    /// @param name the qualified name of the class; of a service, its name on the wire
    record Section(String kind, String name) implements Comparable<Section> {
        @Override
        public int compareTo(Section other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return kind + " " + name;
        }
    }

    /// A record, or the parameters or the result of a method.
    ///
    /// @param name in the lock file
    record Message(JavaName type, String name, List<FieldModel> fields, Element where)
            implements DeclaredModel {
        @Override
        public Section section() {
            return new Section("message", name);
        }

        @Override
        public Message numbered(ToIntFunction<String> numbers) {
            return new Message(
                    type, name, fields.stream().map(f -> f.numbered(numbers)).toList(), where);
        }

        @Override
        public Stream<TypeModel> types() {
            return fields.stream().map(FieldModel::type);
        }
    }

    /// An enum.
    ///
    /// @param constants in the order of their declaration
    record Enumeration(JavaName type, List<Constant> constants, Element where)
            implements DeclaredModel {
        @Override
        public Section section() {
            return new Section("enum", type.qualified());
        }

        @Override
        public Enumeration numbered(ToIntFunction<String> numbers) {
            return new Enumeration(
                    type, constants.stream().map(c -> c.numbered(numbers)).toList(), where);
        }

        @Override
        public Stream<TypeModel> types() {
            return Stream.empty();
        }
    }

    record Constant(String name, int number, Element where) {
        Constant numbered(ToIntFunction<String> numbers) {
            return new Constant(name, numbers.applyAsInt(name), where);
        }
    }

    /// A sealed interface.
    ///
    /// @param kinds the records that it permits; each named as in `.proto` and JSON
    record Union(JavaName type, List<FieldModel> kinds, Element where) implements DeclaredModel {
        @Override
        public Section section() {
            return new Section("union", type.qualified());
        }

        @Override
        public Union numbered(ToIntFunction<String> numbers) {
            return new Union(type, kinds.stream().map(k -> k.numbered(numbers)).toList(), where);
        }

        @Override
        public Stream<TypeModel> types() {
            return kinds.stream().map(FieldModel::type);
        }
    }
}
