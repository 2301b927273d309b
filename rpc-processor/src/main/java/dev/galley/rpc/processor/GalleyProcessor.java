// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.element.TypeElement;

/// Writes, for each interface with `@Service`, what calls and serves it.
public final class GalleyProcessor extends AbstractProcessor {
    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        return false;
    }
}
