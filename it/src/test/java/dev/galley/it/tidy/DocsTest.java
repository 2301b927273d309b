// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tidy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.galley.config.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// What the pages show is what happens: YAML is parsed, a `console` block is run and compared.
class DocsTest {
    private static final SourceTree TREE = SourceTree.read();

    @Test
    void everyLinkBetweenPagesLeadsToAFile() {
        Stream<String> dead = Page.all(TREE).flatMap(page -> deadLinks(page).stream());
        assertThat(dead).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> theShellReadsEveryShellExample() {
        return Page.all(TREE)
                .flatMap(page -> page.blocks("sh").stream())
                .map(block -> DynamicTest.dynamicTest(block.toString(), () -> readByShell(block)));
    }

    @Test
    void theDependenciesPageNamesEveryDependencyWithItsVersion() {
        List<String> rows = TREE.lines("docs/dependencies.md");
        var missing =
                Dependency.managed(TREE.text("pom.xml")).stream()
                        .filter(dependency -> rows.stream().noneMatch(dependency::isIn));
        assertThat(missing).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> galleyAcceptsEveryFileThatAPageShows() {
        return Page.all(TREE)
                .flatMap(page -> page.blocks("yaml").stream())
                .map(block -> DynamicTest.dynamicTest(block.toString(), () -> accept(block)));
    }

    private static void accept(Page.Block block) {
        Map<String, String> environment = Map.of("GALLEY_TOKEN", "secret");
        assertThat(Config.parse(block.toString(), block.text(), environment)).isNotNull();
    }

    @TestFactory
    Stream<DynamicTest> whatAPageTypesPrintsWhatThePageShows(@TempDir Path sandbox) {
        assumeTrue(Console.possible(TREE), "there is no jar yet: mvn verify builds it");
        return Page.all(TREE)
                .filter(page -> !page.blocks("console").isEmpty())
                .map(page -> DynamicTest.dynamicTest(page.name(), () -> play(page, sandbox)));
    }

    private static void play(Page page, Path sandbox) throws Exception {
        Path home = sandbox.resolve(page.name().replace('/', '-'));
        try (Console console = Console.in(home, TREE)) {
            for (Page.Block block : page.blocks("console")) {
                console.play(block);
            }
        }
    }

    private static List<String> deadLinks(Page page) {
        Path folder = TREE.root().resolve(page.name()).getParent();
        return page.links().stream()
                .filter(link -> !Files.exists(folder.resolve(link)))
                .map(link -> page.name() + ": " + link)
                .toList();
    }

    private static void readByShell(Page.Block block) throws Exception {
        Process sh = new ProcessBuilder("sh", "-n").redirectErrorStream(true).start();
        try (var in = sh.outputWriter()) {
            in.write(block.text());
        }
        assertThat(sh.inputReader().readAllAsString()).isEmpty();
        assertThat(sh.waitFor()).isZero();
    }
}
