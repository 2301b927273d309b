// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc;

/// Finds the contract of a service by its class.
public final class Contracts {
    private Contracts() {}

    /// The same as the field `CONTRACT` of the generated class.
    ///
    /// @throws IllegalArgumentException if none was generated, or it cannot be reached
    @SuppressWarnings("unchecked") // the contract of Users is a Contract<Users>
    public static <S> Contract<S> of(Class<S> service) {
        String name = name(service);
        try {
            Class<?> contract = Class.forName(name, true, service.getClassLoader());
            return (Contract<S>) contract.getField("CONTRACT").get(null);
        } catch (ClassNotFoundException | NoSuchFieldException e) {
            throw new IllegalArgumentException(missing(service, name), e);
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(closed(service), e);
        }
    }

    private static String name(Class<?> service) {
        String in = service.getPackageName();
        String nested = service.getTypeName().substring(in.isEmpty() ? 0 : in.length() + 1);
        return (in.isEmpty() ? "" : in + ".") + nested.replace('$', '_') + "Contract";
    }

    private static String missing(Class<?> service, String name) {
        return "there is no %s: annotate %s with @Service, and compile it with galley-rpc-processor"
                .formatted(name, service.getTypeName());
    }

    private static String closed(Class<?> service) {
        return "the contract of %s cannot be reached: have the module %s export %s"
                .formatted(
                        service.getTypeName(),
                        service.getModule().getName(),
                        service.getPackageName());
    }
}
