// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import dev.galley.config.Address;
import java.util.ArrayList;
import java.util.List;

/// What the Galley that leads says of the members of a pool. As a text: `wanted 3 90 in flight, 32
/// for each`, then a line each, `stays 10.0.0.7:8080 shop-1`.
///
/// @param places those that its provider runs
record Roll(Decision decision, List<Place> places) {
    /// One that runs.
    ///
    /// @param leaves whether it gets nothing new any more
    record Place(Instance instance, boolean leaves) {}

    private static final String WANTED = "wanted", LEAVES = "leaves", STAYS = "stays";

    Roll {
        places = List.copyOf(places);
    }

    List<Instance> instances() {
        return places.stream().map(Place::instance).toList();
    }

    boolean leaves(String id) {
        return places.stream().anyMatch(p -> p.leaves() && p.instance().id().equals(id));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append("%s %d %s\n".formatted(WANTED, decision.wanted(), decision.because()));
        for (Place place : places) {
            Instance one = place.instance();
            Object at = one.address() == null ? "-" : one.address();
            String word = place.leaves() ? LEAVES : STAYS;
            text.append("%s %s %s\n".formatted(word, at, one.id()));
        }
        return text.toString();
    }

    static Roll parse(String text) {
        Decision decision = new Decision(0, "");
        List<Place> places = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", 3);
            if (words[0].equals(WANTED))
                decision = new Decision(Integer.parseInt(words[1]), words[2]);
            else {
                Address at = words[1].equals("-") ? null : Address.parse(words[1]);
                places.add(new Place(new Instance(words[2], at), words[0].equals(LEAVES)));
            }
        }
        return new Roll(decision, places);
    }
}
