// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Form;
import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.util.List;

/// Which relayed connections go to which pool.
public record RelayRoute(
        @Setting("Which connections; absent: all.") Match match,
        @Setting(value = "The pool that serves them.", refersTo = "pools") String pool) {

    /// Which TLS connections: the client's hello is read, and passed on as it came.
    public record Match(
            @Setting(
                            value =
                                    "Server names (SNI) that clients ask for: shop.example.com, or"
                                            + " \"*.example.com\" (in quotes) for every name below"
                                            + " it.",
                            form = Form.HOSTS)
                    List<String> sni) {
        public Match {
            Rules.check(Match.class, sni);
        }
    }
}
