// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor.model;

/// The type of a component, a parameter or a result.
public sealed interface TypeModel {
    /// As the lock file has it: two types of one word are read and written alike.
    String word();

    /// Whether a value can be left out, by those who do not know the component.
    boolean canBeAbsent();

    /// What can be an element of others.
    sealed interface Single extends TypeModel permits Scalar, Named {
        /// The type in `.proto` files, in full.
        String proto();

        @Override
        default boolean canBeAbsent() {
            return false;
        }
    }

    /// A record, an enum or a sealed interface.
    record Named(JavaName name, Sort sort) implements Single {
        public enum Sort {
            MESSAGE,
            ENUM,
            UNION
        }

        @Override
        public String word() {
            return name.qualified();
        }

        @Override
        public String proto() {
            return name.proto();
        }
    }

    /// A list or a set.
    ///
    /// @param unique a set
    record Listing(Single element, boolean unique) implements TypeModel {
        @Override
        public String word() {
            return (unique ? "Set<" : "List<") + element.word() + ">";
        }

        @Override
        public boolean canBeAbsent() {
            return true;
        }
    }

    record Mapping(Scalar key, Single value) implements TypeModel {
        @Override
        public String word() {
            return "Map<" + key.word() + "," + value.word() + ">";
        }

        @Override
        public boolean canBeAbsent() {
            return true;
        }
    }

    /// What can be absent.
    ///
    /// @param optional an `Optional`; otherwise `@Nullable`
    record Maybe(Single type, boolean optional) implements TypeModel {
        @Override
        public String word() {
            return type.word() + "?";
        }

        @Override
        public boolean canBeAbsent() {
            return true;
        }
    }
}
