// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.bind;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// On a sealed interface of records: which key of the file tells the kind. Without it that is
/// `type`, and it must be written.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Kinds {
    /// The key.
    String key() default "type";

    /// What is meant where the key is absent; empty: it must be written.
    String byDefault() default "";

    /// What the key decides, in a sentence.
    String about() default "";
}
