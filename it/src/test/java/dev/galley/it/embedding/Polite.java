// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.embedding;

/// The service of the page.
final class Polite implements Greeter {
    @Override
    public String greet(String name) {
        return "Good morning, " + name;
    }
}
