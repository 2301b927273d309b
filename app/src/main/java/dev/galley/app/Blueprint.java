// SPDX-License-Identifier: Apache-2.0
package dev.galley.app;

import dev.galley.config.bind.ConfigException;
import dev.galley.config.bind.Problem;
import dev.galley.config.bind.Section;
import dev.galley.rpc.Contract;
import dev.galley.rpc.Contracts;
import dev.galley.rpc.Provided;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the class of a module tells, before there is an object of it.
///
/// @param constructor the only public one
/// @param serves the services that it implements
/// @param needs the services that the constructor takes, in its order
/// @param provided the interfaces of Galley's own that it takes
record Blueprint(
        String name,
        Constructor<?> constructor,
        List<Contract<?>> serves,
        List<Contract<?>> needs,
        List<Class<?>> provided) {
    /// @throws AppException if the class is not there, or none that the processor has checked
    static Blueprint of(String name, String className, ClassLoader loader) throws AppException {
        try {
            Class<?> type = Class.forName(className, false, loader);
            Constructor<?>[] constructors = type.getConstructors();
            if (constructors.length != 1) throw new AppException(changed(name));
            List<Contract<?>> needs = new ArrayList<>();
            List<Class<?>> provided = new ArrayList<>();
            for (Class<?> parameter : constructors[0].getParameterTypes())
                if (parameter.isAnnotationPresent(Provided.class)) provided.add(parameter);
                else if (!parameter.isRecord()) needs.add(Contracts.of(parameter));
            return new Blueprint(name, constructors[0], serves(type), needs, provided);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new AppException(
                    "the module %s cannot be loaded: %s; is all that it uses in app.classpath?"
                            .formatted(name, e));
        } catch (IllegalArgumentException e) {
            throw new AppException("the module %s: %s".formatted(name, e.getMessage()));
        }
    }

    private static String changed(String name) {
        return "the module " + name + " has not one public constructor; compile it anew";
    }

    private static List<Contract<?>> serves(Class<?> type) {
        List<Contract<?>> serves = new ArrayList<>();
        for (Class<?> above : interfaces(type)) {
            Contract<?> service = contract(above);
            if (service != null) serves.add(service);
        }
        return serves;
    }

    /// Null: it is no service; a module may be other things besides.
    private static @Nullable Contract<?> contract(Class<?> type) {
        try {
            return Contracts.of(type);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Set<Class<?>> interfaces(@Nullable Class<?> type) {
        Set<Class<?>> all = new LinkedHashSet<>();
        if (type == null) return all;
        for (Class<?> above : type.getInterfaces()) {
            all.add(above);
            all.addAll(interfaces(above));
        }
        all.addAll(interfaces(type.getSuperclass()));
        return all;
    }

    boolean serves(Contract<?> service) {
        return serves.contains(service);
    }

    /// The configuration that it takes; null: it takes none.
    ///
    /// @throws AppException with all that is wrong with it
    @Nullable Record configuration(Section said) throws AppException {
        for (Class<?> parameter : constructor.getParameterTypes())
            if (parameter.isRecord()) return bound(said, parameter.asSubclass(Record.class));
        return null;
    }

    private Record bound(Section said, Class<? extends Record> type) throws AppException {
        try {
            return said.bind(type);
        } catch (ConfigException e) {
            throw new AppException(e.problems().stream().map(Problem::toString).toList());
        } catch (IllegalStateException e) {
            throw new AppException(
                    "the configuration of the module %s: %s".formatted(name, e.getMessage()));
        }
    }

    /// Makes the module.
    ///
    /// @param configuration null: it takes none
    /// @param given what is given for each service and each provided interface that it takes
    Object make(@Nullable Record configuration, Map<Class<?>, Object> given) throws AppException {
        List<@Nullable Object> arguments = new ArrayList<>();
        for (Class<?> parameter : constructor.getParameterTypes())
            arguments.add(parameter.isRecord() ? configuration : given.get(parameter));
        try {
            return constructor.newInstance(arguments.toArray());
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            throw new AppException("the module " + name + " does not start: " + cause, cause);
        } catch (LinkageError e) {
            throw new AppException("the module " + name + " does not start: " + e, e);
        } catch (ReflectiveOperationException e) {
            throw new AppException("the module " + name + " cannot be made: " + e);
        }
    }
}
