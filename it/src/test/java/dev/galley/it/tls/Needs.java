// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tls;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/// Skipped where these programs are not installed; with `CI=true` it fails there.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Needs.Condition.class)
@interface Needs {
    String[] value();

    /// Looks for them.
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            List<String> missing =
                    AnnotationSupport.findAnnotation(context.getElement(), Needs.class).stream()
                            .flatMap(needs -> Stream.of(needs.value()))
                            .filter(program -> Program.find(program).isEmpty())
                            .toList();
            if (missing.isEmpty() || "true".equals(System.getenv("CI")))
                return ConditionEvaluationResult.enabled("they are needed");
            return ConditionEvaluationResult.disabled("not installed: " + missing);
        }
    }
}
