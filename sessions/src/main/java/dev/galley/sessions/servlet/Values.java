// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;

/// Attributes of a session as bytes. Texts are UTF-8. Everything else is serialized by Java, as web
/// applications expect it; whoever can write to the store could make a reader build what it wants,
/// so only classes are read that are named: the JDK's own simple ones, and those of the application
/// that the filter is told.
final class Values {
    private static final byte TEXT = 'T', OBJECT = 'O';
    private static final String LIMITS = "maxdepth=32;maxrefs=50000;maxarray=1000000;";
    private static final String USUAL = "java.lang.*;java.util.*;java.time.*;java.math.*;";

    private final ObjectInputFilter allowed;

    /// @param classes patterns as of {@link ObjectInputFilter.Config#createFilter}, such as
    ///   `shop.cart.*`; may be empty
    Values(String classes) {
        String own = classes.isBlank() ? "" : classes.strip() + ";";
        allowed = ObjectInputFilter.Config.createFilter(LIMITS + own + USUAL + "!*");
    }

    /// @throws IllegalArgumentException if it can't be kept, or could not be read again
    byte[] bytes(String name, Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (value instanceof String text) {
                out.write(TEXT);
                out.write(text.getBytes(UTF_8));
                return out.toByteArray();
            }
            out.write(OBJECT);
            try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
                objects.writeObject(value);
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw refusal(name, value, "is not Serializable: " + e.getMessage(), e);
        }
    }

    /// The same, and reads it once: what could not be read must not be written.
    byte[] checked(String name, Object value) {
        byte[] bytes = bytes(name, value);
        try {
            read(bytes);
            return bytes;
        } catch (InvalidClassException e) {
            throw refusal(name, value, "is of no class that the parameter `classes` allows", e);
        } catch (IOException | ClassNotFoundException e) {
            throw refusal(name, value, "can be written but not read: " + e.getMessage(), e);
        }
    }

    private static IllegalArgumentException refusal(
            String name, Object value, String why, Exception cause) {
        return new IllegalArgumentException(
                "the session's attribute %s, a %s, %s"
                        .formatted(name, value.getClass().getName(), why),
                cause);
    }

    /// @throws IllegalStateException if it is of no class that is allowed, or not there
    Object value(String name, byte[] bytes) {
        try {
            return read(bytes);
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(
                    "the session's attribute " + name + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Object read(byte[] bytes) throws IOException, ClassNotFoundException {
        if (bytes[0] == TEXT) return new String(bytes, 1, bytes.length - 1, UTF_8);
        var in = new ByteArrayInputStream(bytes, 1, bytes.length - 1);
        try (ObjectInputStream objects = new OfApplication(in)) {
            objects.setObjectInputFilter(allowed);
            return objects.readObject();
        }
    }

    /// Finds the classes of the application, which are not those of who loaded this filter.
    private static final class OfApplication extends ObjectInputStream {
        OfApplication(InputStream in) throws IOException {
            super(in);
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass what)
                throws IOException, ClassNotFoundException {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            try {
                return Class.forName(what.getName(), false, loader);
            } catch (ClassNotFoundException e) {
                return super.resolveClass(what);
            }
        }
    }
}
