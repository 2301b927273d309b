// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A record, an enum or a sealed interface of records that is kept somewhere, as in a session,
/// though no {@link Service} may name it. The annotation processor writes its codec beside it, and
/// those of all that it holds: `Cart` gets `CartCodec`.
///
/// What was written by one version of a program is read by the next: so the numbers of its
/// components are pinned in the lock file, as those of contracts are, and a change that would make
/// what is kept unreadable is an error of the compiler.
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Stored {}
