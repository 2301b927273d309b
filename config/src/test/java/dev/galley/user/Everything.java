// SPDX-License-Identifier: Apache-2.0
package dev.galley.user;

import dev.galley.config.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All that the configuration of a module can have.
public record Everything(
        String text,
        int number,
        long whole,
        double share,
        boolean yes,
        Duration time,
        Path folder,
        Size size,
        Optional<Long> most,
        Optional<Path> log,
        List<Double> steps,
        Map<String, Path> roots,
        Store store) {}
