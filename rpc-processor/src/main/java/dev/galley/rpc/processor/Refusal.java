// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import javax.lang.model.element.Element;

/// A mistake of a contract: where it is, and a sentence that says what would be right.
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Element where;

    Refusal(Element where, String sentence) {
        super(sentence);
        this.where = where;
    }

    Element where() {
        return where;
    }
}
