// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.annotation.processing.Filer;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.tools.StandardLocation;

/// Lists the modules of a jar in `META-INF/galley/modules`, a line `name = class` for each. Modules
/// of an earlier run that were not compiled again stay in it.
final class ModuleIndex {
    private static final String FILE = "META-INF/galley/modules";

    private final Filer filer;
    private final Elements elements;
    private final Refusals refusals;
    private final ModuleReader reader;

    /// Binary names of classes, by names of modules.
    private final SortedMap<String, String> classes = new TreeMap<>();

    ModuleIndex(ProcessingEnvironment environment, Refusals refusals) {
        this.filer = environment.getFiler();
        this.elements = environment.getElementUtils();
        this.refusals = refusals;
        this.reader = new ModuleReader(environment.getTypeUtils());
    }

    void add(TypeElement type) {
        refusals.attempt(() -> reader.read(type)).ifPresent(name -> add(name, type));
    }

    private void add(String name, TypeElement type) {
        String binaryName = elements.getBinaryName(type).toString();
        String other = classes.putIfAbsent(name, binaryName);
        if (other != null && !other.equals(binaryName))
            refusals.add(
                    type,
                    "%s is the module `%s` already: give each its own name".formatted(other, name));
    }

    void write() {
        if (classes.isEmpty()) return;
        for (String line : earlier()) keep(line);
        try (Writer out =
                filer.createResource(StandardLocation.CLASS_OUTPUT, "", FILE).openWriter()) {
            out.write(
                    classes.entrySet().stream()
                            .map(e -> e.getKey() + " = " + e.getValue() + "\n")
                            .collect(joining()));
        } catch (IOException e) {
            refusals.add(null, FILE + " cannot be written: " + e.getMessage());
        }
    }

    private List<String> earlier() {
        try {
            return filer.getResource(StandardLocation.CLASS_OUTPUT, "", FILE)
                    .getCharContent(true)
                    .toString()
                    .lines()
                    .toList();
        } catch (IOException _) {
            return List.of();
        }
    }

    /// Keeps a line whose class still is the module that it says.
    private void keep(String line) {
        String[] parts = line.split(" = ", 2);
        if (parts.length < 2) return;
        TypeElement type = elements.getTypeElement(parts[1].replace('$', '.'));
        if (type != null
                && Names.value(Names.annotation(type, ModuleReader.ANNOTATION)).equals(parts[0]))
            classes.putIfAbsent(parts[0], parts[1]);
    }
}
