// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.cluster;

import dev.galley.server.Main;

/// Starts a Galley that does all that it is told, but dies without a word when it is to run.
public final class Dying {
    private Dying() {}

    public static void main(String[] arguments) {
        if (arguments[0].equals("run")) Runtime.getRuntime().halt(3);
        Main.main(arguments);
    }
}
