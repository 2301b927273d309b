// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a key of the file means, and its default. The key is the component's name in kebab-case. A
/// component that is `@Nullable` may be absent; lists and maps are empty by default; a record all
/// of whose components have defaults needs none of its own.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
    /// One sentence for the reader of the docs and of the JSON Schema; names the unit.
    String value();

    /// The default, written as it would stand in the file; empty: none.
    String byDefault() default "";

    /// The keys of the component's record stand beside this record's own keys.
    boolean inline() default false;
}
