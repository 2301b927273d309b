// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A method of a service that may be executed twice with no other effect than once: a call of it is
/// tried again, or hedged, even where it can have been executed.
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Idempotent {}
