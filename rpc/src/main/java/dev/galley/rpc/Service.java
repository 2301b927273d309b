// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// An interface whose methods can be called from other processes. The annotation processor writes
/// its {@link Contract} beside it: `Users` gets `UsersContract`.
///
/// Parameters and results are records, enums, sealed interfaces of records, lists, sets, maps,
/// `Optional` (results and components), primitives, strings, byte arrays, Instant, Duration, UUID
/// and BigDecimal. A method that returns a [java.util.stream.Stream] streams its results; one whose
/// only parameter is a Stream is sent a stream. Both are pulled: who is slow slows the other side.
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Service {
    /// The name on the wire, in URLs and in `.proto` files; empty: the interface's simple name.
    String value() default "";
}
