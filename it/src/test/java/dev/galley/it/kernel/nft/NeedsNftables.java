// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.nft;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Skipped where there is no root, nft, ip or hping3; with `CI=true` it fails there.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsNftables.Condition.class)
@interface NeedsNftables {
    /// Looks for them.
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if ("true".equals(System.getenv("CI")))
                return ConditionEvaluationResult.enabled("CI has it all");
            if (!System.getProperty("user.name").equals("root"))
                return ConditionEvaluationResult.disabled("this is not root");
            for (String program : List.of("nft", "ip", "hping3"))
                if (!installed(program))
                    return ConditionEvaluationResult.disabled(program + " is not installed");
            return ConditionEvaluationResult.enabled("it is all there");
        }

        private static boolean installed(String program) {
            return Stream.of("/usr/sbin", "/sbin", "/usr/bin", "/bin")
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        }
    }
}
