// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.health;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Skipped where a program is not installed; with `CI=true` it fails there.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Needs.Condition.class)
public @interface Needs {
    /// The program.
    String value();

    /// Looks for the program.
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            String program = context.getRequiredTestClass().getAnnotation(Needs.class).value();
            if (Program.path(program).isPresent() || "true".equals(System.getenv("CI")))
                return ConditionEvaluationResult.enabled(program + " is needed");
            return ConditionEvaluationResult.disabled(program + " is not installed");
        }
    }
}
