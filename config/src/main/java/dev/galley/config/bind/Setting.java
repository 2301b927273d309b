// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.bind;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a key of the file means, its default and its limits. The key is the component's name in
/// kebab-case, without a trailing underscore. A component that is `@Nullable` may be absent; lists
/// and maps are empty by default; a record all of whose components have defaults needs none of its
/// own; everything else must be written. On a record of a sealed kind: what that kind does.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE})
public @interface Setting {
    /// One sentence for the reader of the docs and of the JSON Schema.
    String value();

    /// The default, a scalar written as it would stand in the file; empty: none.
    String byDefault() default "";

    /// The least value, written as it would stand in the file; of a list the least number of
    /// entries; empty: no limit.
    String min() default "";

    /// The greatest value, written as [#min()].
    String max() default "";

    /// The form of a text, of each text in a list, of each value in a map.
    Form form() default Form.TEXT;

    /// The form of the keys of a map.
    Form keys() default Form.TEXT;

    /// A bare scalar in place of the whole record is short for this key alone.
    boolean bare() default false;

    /// The keys of the component's record stand beside this record's own keys.
    boolean inline() default false;

    /// The top-level map whose keys are the only values allowed; empty: any value.
    String refersTo() default "";
}
