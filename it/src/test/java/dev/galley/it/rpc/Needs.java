// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.rpc;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Skipped where a program, or a folder below `it/`, is missing; with `CI=true` it fails there.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Needs.Condition.class)
public @interface Needs {
    String[] value();

    /// Looks for them.
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            var needed = context.getRequiredTestClass().getAnnotation(Needs.class).value();
            var missing = Stream.of(needed).filter(need -> !isThere(need)).toList();
            return missing.isEmpty() || "true".equals(System.getenv("CI"))
                    ? ConditionEvaluationResult.enabled("all is there")
                    : ConditionEvaluationResult.disabled(missing + " is missing");
        }

        private static boolean isThere(String need) {
            return need.contains("/")
                    ? Files.isDirectory(Path.of(need))
                    : Stream.of(System.getenv("PATH").split(File.pathSeparator))
                            .anyMatch(folder -> Files.isExecutable(Path.of(folder, need)));
        }
    }
}
