// SPDX-License-Identifier: Apache-2.0
package chat;

/// To whom a message goes.
public sealed interface Recipient {
    record User(String name) implements Recipient {}

    /// All members but the sender.
    record Group(String name) implements Recipient {}

    /// By {@link Admin#broadcast} alone.
    record Everyone() implements Recipient {}
}
