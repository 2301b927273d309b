// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Form;
import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.util.List;

/// What lowers the priority of a virtual address while it is wrong.
public sealed interface TrackConfig {
    /// What is said about the key that all have.
    String LOWER = "How much lower the priority is meanwhile; it is never below 1.";

    /// By how much.
    int lower();

    /// `pool`
    @Setting("Too few members of a pool are up.")
    record Pool(
            @Setting(value = "The pool.", refersTo = "pools") String pool,
            @Setting(
                            value = "Fewer members than so many are too few.",
                            byDefault = "1",
                            min = "1",
                            max = "10000")
                    int minUp,
            @Setting(value = LOWER, byDefault = "50", min = "1", max = "254") int lower)
            implements TrackConfig {
        public Pool {
            Rules.check(Pool.class, pool, minUp, lower);
        }
    }

    /// `listener`
    @Setting("A listener does not accept connections: it is asked for one, each second.")
    record Listener(
            @Setting("The address of a listener of this file.") Bind bind,
            @Setting(value = LOWER, byDefault = "50", min = "1", max = "254") int lower)
            implements TrackConfig {
        public Listener {
            Rules.check(Listener.class, bind, lower);
            if (bind.udp())
                throw new IllegalArgumentException("bind must be without /udp: TCP is asked for");
        }
    }

    /// `command`
    @Setting("A program ends with another exit status than 0.")
    record Command(
            @Setting(
                            value = "The program and its arguments, one by one; no shell.",
                            min = "1",
                            max = "1000",
                            form = Form.TEXT)
                    List<String> argv,
            @Setting(value = "How often, how long, how many.", inline = true) CheckTiming timing,
            @Setting(value = LOWER, byDefault = "50", min = "1", max = "254") int lower)
            implements TrackConfig {
        public Command {
            Rules.check(Command.class, argv, timing, lower);
            if (argv.getFirst().isEmpty() || argv.stream().anyMatch(a -> a.indexOf('\0') >= 0))
                throw new IllegalArgumentException(
                        "argv must name a program, and hold no NUL character");
        }
    }
}
