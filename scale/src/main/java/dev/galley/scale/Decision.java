// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

/// How many there are to be, and why.
///
/// @param because in a few words
public record Decision(int wanted, String because) {
    Decision within(int room) {
        return wanted <= room ? this : new Decision(room, because + ", but there is no more room");
    }
}
