// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import java.util.List;

/// Asked for something that can't be done; the message tells the user why and what would be right.
public final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient List<String> errors;

    /// @param status the HTTP status of the answer, 400 to 599
    public Refused(int status, String message) {
        this(status, message, List.of());
    }

    /// @param errors each thing that was wrong, where there are several
    public Refused(int status, String message, List<String> errors) {
        super(message, null, false, false);
        this.status = status;
        this.errors = List.copyOf(errors);
    }

    /// 404: there is nothing of that name; the message lists what there is.
    ///
    /// @param kind `pool` or `member`
    public static Refused unknown(String kind, String name, List<String> known) {
        String there = known.isEmpty() ? "there is none" : "there are " + some(known);
        return new Refused(404, "no " + kind + " named " + name + ": " + there);
    }

    private static String some(List<String> names) {
        int shown = Math.min(names.size(), 10);
        String more = names.size() == shown ? "" : " and " + (names.size() - shown) + " more";
        return String.join(", ", names.subList(0, shown)) + more;
    }

    /// The HTTP status of the answer.
    public int status() {
        return status;
    }

    /// Each thing that was wrong; empty if the message says it all.
    public List<String> errors() {
        return errors;
    }
}
