// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tidy;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The style that no compiler checks. CONTRIBUTING.md says it in prose.
class TidyTest {
    private static final String SPDX = "SPDX-License-Identifier: Apache-2.0";
    private static final String SETTINGS = "config/src/main/java/dev/galley/config/";
    private static final Pattern TEXT_BLOCK = Pattern.compile("(?s)\"{3}.*?\"{3}");
    private static final SourceTree TREE = SourceTree.read();

    @Test
    void noLineOfJavaOrOfAScriptIsLongerThan100Characters() {
        Predicate<String> tooLong = line -> line.length() > 100;
        assertThat(lines(TREE.scripts(), tooLong)).isEmpty();
        assertThat(TREE.java())
                .flatMap(file -> lines(file, withoutTextBlocks(file), tooLong).toList())
                .isEmpty();
    }

    /// A text block has the lines of what it stands for.
    private static List<String> withoutTextBlocks(String file) {
        return TEXT_BLOCK
                .matcher(TREE.text(file))
                .replaceAll(block -> "\n".repeat((int) block.group().lines().count() - 1))
                .lines()
                .toList();
    }

    @Test
    void noFileOfJavaIsLongerThan400Lines() {
        assertThat(TREE.java()).filteredOn(file -> TREE.lines(file).size() > 400).isEmpty();
    }

    @Test
    void noMethodIsLongerThan70Lines() {
        Methods methods = Methods.of(TREE);
        assertThat(methods.longerThan(0)).hasSizeGreaterThan(10);
        assertThat(methods.longerThan(70)).isEmpty();
    }

    @Test
    void everySourceNamesItsLicenceOnTop() {
        assertThat(TREE.java()).allMatch(file -> TREE.text(file).startsWith("// " + SPDX));
        assertThat(either(TREE.scripts(), TREE.childPoms()))
                .allMatch(
                        file -> TREE.lines(file).stream().limit(2).anyMatch(l -> l.contains(SPDX)));
    }

    @Test
    void aChildPomHasFewerThan25Lines() {
        assertThat(TREE.childPoms()).filteredOn(pom -> TREE.lines(pom).size() >= 25).isEmpty();
    }

    @Test
    void noFileNamesThePlaceWhereAPackageRegistryLives() {
        Pattern host =
                Pattern.compile(
                        "://(repo1?|registry|deb|ftp|security|mirror)\\."
                                + "|(repo1?\\.maven|deb\\.debian|registry\\.npmjs)");
        assertThat(lines(TREE.names(name -> true), host.asPredicate()))
                .filteredOn(line -> !line.contains("repo1?"))
                .isEmpty();
    }

    @Test
    void nothingIsLeftToDoInTheCode() {
        Pattern marker = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b");
        assertThat(lines(either(TREE.java(), TREE.scripts()), marker.asPredicate())).isEmpty();
    }

    @Test
    void noMergeIsLeftHalfDone() {
        assertThat(lines(TREE.names(_ -> true), line -> line.matches("(<{7}|>{7}) .*"))).isEmpty();
    }

    @Test
    void theArchitecturePageListsExactlyTheModulesThatExist() {
        var folders =
                TREE.childPoms().stream()
                        .map(pom -> pom.substring(0, pom.length() - "/pom.xml".length()))
                        .toList();
        var listed =
                TREE.lines("docs/architecture.md").stream()
                        .map(Pattern.compile("^\\| `([a-z/-]+)/` \\|.*")::matcher)
                        .filter(row -> row.matches())
                        .map(row -> row.group(1))
                        .toList();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(folders);
    }

    @Test
    void everyKindOfASealedSettingHasItsLineInTheConfigurationPage() {
        List<String> page = TREE.lines("docs/configuration.md");
        var undocumented =
                kinds().filter(kind -> page.stream().noneMatch(line -> documents(line, kind)))
                        .collect(toCollection(TreeSet::new));
        assertThat(kinds()).hasSizeGreaterThan(5);
        assertThat(undocumented).isEmpty();
    }

    /// The words of the file for the permitted records of every sealed interface of the settings.
    private static Stream<String> kinds() {
        return TREE
                .names(name -> name.startsWith(SETTINGS) && !name.endsWith("-info.java"))
                .stream()
                .map(TidyTest::type)
                .filter(type -> type.isSealed() && Modifier.isPublic(type.getModifiers()))
                .flatMap(type -> Arrays.stream(type.getPermittedSubclasses()))
                .filter(Class::isRecord)
                .map(record -> kebabCase(record.getSimpleName()));
    }

    private static Class<?> type(String file) {
        String name = file.substring("config/src/main/java/".length(), file.lastIndexOf('.'));
        try {
            return Class.forName(name.replace('/', '.'));
        } catch (ClassNotFoundException e) {
            throw new LinkageError(file + " holds no class of its name", e);
        }
    }

    private static String kebabCase(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private static boolean documents(String line, String kind) {
        return line.matches("^(\\||-|\\*|#+) .*`(" + kind + "|type: " + kind + ")[:`].*");
    }

    private static List<String> either(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private static List<String> lines(List<String> files, Predicate<String> wrong) {
        return files.stream().flatMap(file -> lines(file, TREE.lines(file), wrong)).toList();
    }

    private static Stream<String> lines(String file, List<String> lines, Predicate<String> wrong) {
        return IntStream.range(0, lines.size())
                .filter(i -> wrong.test(lines.get(i)))
                .mapToObj(i -> file + ":" + (i + 1) + ": " + lines.get(i).strip());
    }
}
