// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// An interface of Galley's own that a {@link Module} may take in its constructor, beside services
/// and its configuration: Galley implements it, in each process.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Provided {}
