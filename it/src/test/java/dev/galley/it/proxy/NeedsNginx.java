// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.proxy;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Skipped where nginx is not installed; with `CI=true` it fails there.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsNginx.Condition.class)
public @interface NeedsNginx {
    /// Looks for nginx.
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (Nginx.installed() || "true".equals(System.getenv("CI")))
                return ConditionEvaluationResult.enabled("nginx is needed");
            return ConditionEvaluationResult.disabled("nginx is not installed");
        }
    }
}
