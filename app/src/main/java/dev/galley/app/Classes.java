// SPDX-License-Identifier: Apache-2.0
package dev.galley.app;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The classes of the user's program. Of Galley's own they see what modules are written against
/// (`dev.galley`, JSpecify) and no more: a program brings its libraries in whatever version.
final class Classes extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final ClassLoader galleys;

    private Classes(ClassLoader galleys) {
        super("galley", ClassLoader.getPlatformClassLoader());
        this.galleys = galleys;
    }

    /// Those in jars and folders.
    static URLClassLoader of(List<String> classpath) throws AppException {
        List<URL> urls = new ArrayList<>();
        for (String entry : classpath) urls.add(url(entry));
        ClassLoader shared = new Classes(Classes.class.getClassLoader());
        return new URLClassLoader("app", urls.toArray(URL[]::new), shared);
    }

    private static URL url(String entry) throws AppException {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new AppException("app.classpath: " + entry + " is no file: " + e.getMessage());
        }
    }

    @Override
    protected @Nullable Class<?> findClass(String name) throws ClassNotFoundException {
        if (name.startsWith("dev.galley.") || name.startsWith("org.jspecify."))
            return galleys.loadClass(name);
        throw new ClassNotFoundException(name);
    }
}
