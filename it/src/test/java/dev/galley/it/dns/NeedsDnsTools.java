// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.dns;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Skipped where kdig or dnsmasq is not installed; with `CI=true` it fails there.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsDnsTools.Condition.class)
@interface NeedsDnsTools {
    /// Looks for the programs.
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            for (String name : List.of("kdig", "dnsmasq"))
                if (Tool.path(name).isEmpty() && !"true".equals(System.getenv("CI")))
                    return ConditionEvaluationResult.disabled(name + " is not installed");
            return ConditionEvaluationResult.enabled("kdig and dnsmasq are needed");
        }
    }
}
