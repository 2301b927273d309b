// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

/// Colours (ECMA-48, Select Graphic Rendition), or none.
public record Paint(boolean on) {
    public String bold(String text) {
        return with("1", text);
    }

    public String dim(String text) {
        return with("2", text);
    }

    public String red(String text) {
        return with("31", text);
    }

    public String green(String text) {
        return with("32", text);
    }

    public String yellow(String text) {
        return with("33", text);
    }

    /// The colour of a member's state.
    String state(String state) {
        return switch (state) {
            case "up" -> green(state);
            case "draining" -> yellow(state);
            default -> red(state);
        };
    }

    /// The colour of a virtual address's role.
    String role(String role) {
        return switch (role) {
            case "active" -> green(role);
            case "backup" -> role;
            default -> yellow(role);
        };
    }

    private String with(String code, String text) {
        return on && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
