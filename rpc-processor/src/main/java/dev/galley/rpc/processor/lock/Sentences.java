// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor.lock;

import dev.galley.rpc.processor.lock.Block.Entry;
import dev.galley.rpc.processor.model.DeclaredModel.Section;

/// What is said about changes that would break a running peer.
final class Sentences {
    private static final String STOP =
            ", and the version that runs needs it: put it back, or stop all nodes, and start them"
                    + " with the new version";

    private Sentences() {}

    static String added(Block block, String name) {
        boolean parameter = block.section().name().matches(".+/.+Request");
        return "`%s` is new in %s, and running peers do not send it: declare it @Nullable%s"
                .formatted(
                        name,
                        block.section(),
                        parameter ? " or as a collection" : ", an Optional or a collection");
    }

    static String changed(Block block, Entry old, String type) {
        if (block.isService())
            return "`%s` was %s and is %s, which running peers do not expect: give it another name"
                    .formatted(old.name(), old.type(), type);
        return ("`%s` of %s was %s and is %s, which running peers would misread: leave it, and add"
                        + " another one beside it. If only a class has got another name, rename it"
                        + " in the lock file as well")
                .formatted(old.name(), block.section(), old.type(), type);
    }

    static String renumbered(Block block, Entry old, int number) {
        return "`%s` of %s had the number %d and has %d, which running peers would misread"
                .formatted(old.name(), block.section(), old.number(), number);
    }

    static String reused(Block block, Entry old, String name) {
        return "`%s` of %s has the number %d, which running peers know as that of `%s`"
                .formatted(name, block.section(), old.number(), old.name());
    }

    /// @param serves whether the older version runs now
    static String gone(Block block, Entry entry, boolean serves) {
        String gone = "`%s` is gone from %s".formatted(entry.name(), block.section());
        return serves
                ? gone + STOP
                : gone
                        + ", and running peers need it: put it back, or, when none of them is left,"
                        + " write `removed` before its number in the lock file (or delete the line"
                        + " if it never was in service)";
    }

    /// @param serves whether the older version runs now
    static String serviceGone(Block block, boolean serves) {
        String gone = "service %s (%s) is gone".formatted(block.section().name(), block.of());
        return serves
                ? gone + STOP
                : gone
                        + ", and running peers need it: put it back, or, when none of them is left,"
                        + " write `removed` before `%s` in the lock file"
                                .formatted(block.section());
    }

    static String kindChanged(Section is, Section was) {
        return "%s was %s, which running peers would misread: give it another name"
                .formatted(is, was);
    }
}
