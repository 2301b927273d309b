// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.app.post;

import dev.galley.rpc.CallException;
import dev.galley.rpc.Fork;
import dev.galley.rpc.Module;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

@Module("office")
public final class OfficeClerk implements Office {
    private final People people;
    private final Mail mail;
    private final Rules rules;

    public OfficeClerk(People people, Mail mail, Rules rules) {
        this.people = people;
        this.mail = mail;
        this.rules = rules;
    }

    @Override
    public Map<String, Integer> count(List<String> names) {
        if (names.size() > rules.most())
            throw CallException.failed(
                    "too-many", "ask for %d at the most".formatted(rules.most()));
        Map<String, Integer> counts = new LinkedHashMap<>();
        try (Fork fork = Fork.open()) {
            for (String name : names) {
                var known = fork.call(() -> people.find(name));
                var letters = fork.call(() -> mail.inbox(name));
                known.get().ifPresent(_ -> counts.put(name, letters.get().size()));
            }
        }
        return counts;
    }
}
