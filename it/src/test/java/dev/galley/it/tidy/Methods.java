// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tidy;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/// The methods of source files with their length in lines, as the compiler's own parser sees them.
record Methods(List<Method> all) {
    record Method(String file, String name, long lines) {
        @Override
        public String toString() {
            return file + ": " + name + " has " + lines + " lines";
        }
    }

    static Methods of(SourceTree tree) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var manager = compiler.getStandardFileManager(null, null, null);
        List<Path> files = tree.java().stream().map(tree.root()::resolve).toList();
        var task =
                (JavacTask)
                        compiler.getTask(
                                null,
                                manager,
                                null,
                                List.of("-proc:none"),
                                null,
                                manager.getJavaFileObjectsFromPaths(files));
        Scanner scanner = new Scanner(Trees.instance(task).getSourcePositions());
        try {
            task.parse().forEach(unit -> scanner.scan(unit, unit));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Methods(scanner.found);
    }

    List<Method> longerThan(int lines) {
        return all.stream().filter(method -> method.lines > lines).toList();
    }

    /// Visits a file with that file as the argument: a tree alone does not know its lines.
    private static final class Scanner extends TreeScanner<Boolean, CompilationUnitTree> {
        private final SourcePositions positions;
        private final List<Method> found = new ArrayList<>();

        Scanner(SourcePositions positions) {
            this.positions = positions;
        }

        @Override
        public Boolean visitMethod(MethodTree method, CompilationUnitTree file) {
            LineMap lines = file.getLineMap();
            long first = lines.getLineNumber(positions.getStartPosition(file, method));
            long last = lines.getLineNumber(positions.getEndPosition(file, method));
            String name = Path.of(file.getSourceFile().getName()).getFileName().toString();
            found.add(new Method(name, method.getName().toString(), last - first + 1));
            return super.visitMethod(method, file);
        }
    }
}
