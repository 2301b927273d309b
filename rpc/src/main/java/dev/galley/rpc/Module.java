// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A part of a program that can run in a process of its own: a plain class that implements
/// services, or only uses them. What its only public constructor takes it is given: services, which
/// other modules implement in this process or elsewhere, what is {@link Provided} by Galley itself,
/// and at most one record, its configuration. One that is {@link AutoCloseable} is closed when the
/// process stops.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Module {
    /// The module's name in the configuration file, in kebab-case.
    String value();
}
