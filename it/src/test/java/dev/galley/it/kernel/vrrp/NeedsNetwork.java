// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.vrrp;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Skipped where no networks can be made, or a tool for that is missing; with `CI=true` it fails
/// there.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsNetwork.Condition.class)
@interface NeedsNetwork {
    /// Looks for what is needed.
    final class Condition implements ExecutionCondition {
        private static final List<String> NEEDED = List.of("ip", "bridge", "ping", "keepalived");

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if ("true".equals(System.getenv("CI")) || (root() && installed()))
                return ConditionEvaluationResult.enabled("networks can be made");
            return ConditionEvaluationResult.disabled("needs root and " + NEEDED);
        }

        private static boolean root() {
            return "root".equals(System.getProperty("user.name"));
        }

        private static boolean installed() {
            return NEEDED.stream().allMatch(tool -> Tool.path(tool) != null);
        }
    }
}
