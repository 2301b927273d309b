// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/// Writes, for each interface with `@Service`, what calls and serves it, codecs for the types that
/// it names and for those with `@Stored`, and `.proto` files; keeps the lock file; lists classes
/// with `@Module`.
public final class GalleyProcessor extends AbstractProcessor {
    private @Nullable Compilation compilation;

    /// All: it has to be there when the last service goes.
    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of("*");
    }

    @Override
    public Set<String> getSupportedOptions() {
        return Set.of(Options.LOCK, Options.FROZEN);
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public synchronized void init(ProcessingEnvironment environment) {
        super.init(environment);
        compilation = new Compilation(environment);
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        if (compilation == null) throw new IllegalStateException("not initialized");
        if (round.processingOver()) compilation.finish(round.errorRaised());
        else compilation.round(round);
        return false;
    }
}
