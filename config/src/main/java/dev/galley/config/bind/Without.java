// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.bind;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Keys that a record has not, though its reader may look for them, and why.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Without {
    /// A key and a sentence each: `members: the nodes that run the module are its members`.
    String[] value();
}
