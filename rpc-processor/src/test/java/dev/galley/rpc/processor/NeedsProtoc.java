// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

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

/// Skipped where protoc is not installed; with `CI=true` it fails there.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsProtoc.Condition.class)
@interface NeedsProtoc {
    /// Looks for the program.
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            boolean installed =
                    Stream.of(System.getenv("PATH").split(File.pathSeparator))
                            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "protoc")));
            return installed || "true".equals(System.getenv("CI"))
                    ? ConditionEvaluationResult.enabled("protoc is needed")
                    : ConditionEvaluationResult.disabled("protoc is not installed");
        }
    }
}
