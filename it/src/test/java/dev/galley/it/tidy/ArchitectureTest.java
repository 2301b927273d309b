// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tidy;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static java.util.Map.entry;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What docs/architecture.md promises and `module-info.java` cannot say.
class ArchitectureTest {
    private static final JavaClasses GALLEY =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.galley");

    /// Which folders a folder may see, besides itself: those below it in the picture.
    private static final Map<String, List<String>> SEES =
            Map.ofEntries(
                    entry("config", List.of()),
                    entry("pool", List.of("config")),
                    entry("net", List.of("pool", "config")),
                    entry("reach", List.of("net", "pool", "config")),
                    entry("rpc", List.of("net", "pool", "config")),
                    entry("app", List.of("rpc", "net", "pool", "config")),
                    entry("cluster", List.of("rpc", "net", "pool", "config")),
                    entry("sessions", List.of("rpc", "net", "pool", "config")),
                    entry("compute", List.of("sessions", "rpc", "net", "pool", "config")),
                    entry("scale", List.of("cluster", "pool", "config")),
                    entry("web", List.of("config")),
                    entry("cli", List.of("config")));

    @TestFactory
    Stream<DynamicTest> aFolderSeesOnlyTheFoldersBelowIt() {
        return SEES.entrySet().stream()
                .map(folder ->
                        DynamicTest.dynamicTest(
                                folder.getKey(),
                                () -> seesOnly(folder.getKey(), folder.getValue())));
    }

    @Test
    void nettyIsSeenOnlyWhereBytesAreMoved() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.galley.net..",
                        "dev.galley.reach..",
                        "dev.galley.rpc.client..",
                        "dev.galley.rpc.http..",
                        "dev.galley.rpc.server..",
                        "dev.galley.rpc.wire..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(GALLEY);
    }

    @Test
    void nothingThatRunsOnAnEventLoopWaits() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.galley.net..", "dev.galley.reach.proxy..", "dev.galley.reach.dns..")
                .should()
                .callMethodWhere(Blocking.CALL)
                .allowEmptyShould(true)
                .check(GALLEY);
    }

    @Test
    void theKernelIsCalledFromTwoFoldersAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.galley.reach.kernel..", "dev.galley.pool.health..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.foreign..")
                .check(GALLEY);
    }

    @Test
    void nobodyKeepsStateInAThread() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.lang\\.(Inheritable)?ThreadLocal"
                                + "|io\\.netty\\.util\\.concurrent\\.FastThreadLocal")
                .check(GALLEY);
    }

    @Test
    void noFieldIsAnOptional() {
        noFields().should().haveRawType(Optional.class).check(GALLEY);
    }

    private static void seesOnly(String folder, List<String> below) {
        String[] allowed =
                Stream.concat(Stream.of(folder), below.stream())
                        .map(name -> "dev.galley." + name + "..")
                        .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("dev.galley." + folder + "..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.galley..").and(resideOutsideOfPackages(allowed)))
                .allowEmptyShould(true)
                .check(GALLEY);
    }
}
