// SPDX-License-Identifier: Apache-2.0
package chat.terminal;

/// How a line looks where there are colours, as parameters of the escape sequence "select graphic
/// rendition" (ECMA-48, section 8.3.117).
enum Style {
    NOTE("2"),
    MESSAGE("0"),
    OWN("36"),
    ANNOUNCEMENT("1;33"),
    ERROR("31");

    private final String rendition;

    Style(String rendition) {
        this.rendition = rendition;
    }

    String paint(String line) {
        return "\u001b[" + rendition + "m" + line + "\u001b[0m";
    }
}
