// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor.model;

/// The name of a Java class, and the names that follow from it.
///
/// @param packageName empty: the unnamed package
/// @param nested simple names from the outermost class inwards, with a dot between: `Users.Profile`
public record JavaName(String packageName, String nested) {
    public String qualified() {
        return packageName.isEmpty() ? nested : packageName + "." + nested;
    }

    public String simple() {
        return nested.substring(nested.lastIndexOf('.') + 1);
    }

    /// The name where nothing can be nested: `Users_Profile`.
    public String flat() {
        return nested.replace('.', '_');
    }

    public JavaName outermost() {
        int dot = nested.indexOf('.');
        return dot < 0 ? this : new JavaName(packageName, nested.substring(0, dot));
    }

    /// A class beside the outermost one, named after this one.
    public JavaName beside(String suffix) {
        return new JavaName(packageName, flat() + suffix);
    }

    public JavaName codec() {
        return beside("Codec");
    }

    /// The full name of the message or enum in `.proto` files.
    public String proto() {
        return packageName.isEmpty() ? flat() : packageName + "." + flat();
    }

    @Override
    public String toString() {
        return qualified();
    }
}
