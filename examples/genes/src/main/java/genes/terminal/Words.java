// SPDX-License-Identifier: Apache-2.0
package genes.terminal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The command line.
///
/// @param options those with `--` and what follows each
record Words(List<String> words, Map<String, String> options) {
    static Words of(String... all) {
        List<String> words = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < all.length; i++) {
            if (!all[i].startsWith("--")) words.add(all[i]);
            else if (i + 1 == all.length)
                throw new IllegalArgumentException(all[i] + " lacks what follows it");
            else options.put(all[i].substring(2), all[++i]);
        }
        return new Words(words, options);
    }

    String word(int number, String what) {
        if (number < words.size()) return words.get(number);
        throw new IllegalArgumentException(what + " is missing");
    }

    String option(String name, String usual) {
        return options.getOrDefault(name, usual);
    }

    int number(String name, int usual) {
        String said = option(name, "" + usual);
        try {
            return Integer.parseInt(said);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--" + name + " is a number, not " + said, e);
        }
    }
}
