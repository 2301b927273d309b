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

    /// Which TLS connections: by the client's hello, which is passed on as it came where the
    /// listener has no `tls` of its own.
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
