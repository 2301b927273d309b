// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.bind;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A type that is written as one scalar. It has a `public static T parse(String)`, which is given
/// only what matches the pattern, and throws [IllegalArgumentException] with a sentence about the
/// text (`port 70000 is not in 0..65535`).
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Written {
    /// What it is, with its article: `a size`.
    String what();

    /// Examples, as they go after "write for example": `512B, 64KiB or 1MiB`.
    String example();

    /// What the whole text must match, in what Java and ECMA-262 have in common.
    String pattern();

    /// Whether a bare number is one, too.
    boolean number() default false;
}
