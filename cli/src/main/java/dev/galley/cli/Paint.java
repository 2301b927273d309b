// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

/// Colours (ECMA-48, Select Graphic Rendition), or none.
record Paint(boolean on) {
    String bold(String text) {
        return with("1", text);
    }

    String dim(String text) {
        return with("2", text);
    }

    String red(String text) {
        return with("31", text);
    }

    /// The colour of a member's state.
    String state(String state) {
        return switch (state) {
            case "up" -> with("32", state);
            case "draining" -> with("33", state);
            default -> with("31", state);
        };
    }

    private String with(String code, String text) {
        return on && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
