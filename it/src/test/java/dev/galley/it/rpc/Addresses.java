// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.rpc;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.StatusOr;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.stream.Stream;

/// `ports:///1,2` for gRPC-Java: these ports of this machine.
final class Addresses extends NameResolverProvider {
    private static final String SCHEME = "ports";

    static {
        NameResolverRegistry.getDefaultRegistry().register(new Addresses());
    }

    static String of(int one, int other) {
        return SCHEME + ":///" + one + "," + other;
    }

    @Override
    protected boolean isAvailable() {
        return true;
    }

    @Override
    protected int priority() {
        return 1;
    }

    @Override
    public String getDefaultScheme() {
        return SCHEME;
    }

    @Override
    public NameResolver newNameResolver(URI target, NameResolver.Args args) {
        return new NameResolver() {
            @Override
            public String getServiceAuthority() {
                return "localhost";
            }

            @Override
            public void start(Listener2 listener) {
                var groups =
                        Stream.of(target.getPath().substring(1).split(",", -1))
                                .map(port ->
                                        new EquivalentAddressGroup(
                                                new InetSocketAddress(
                                                        InetAddress.getLoopbackAddress(),
                                                        Integer.parseInt(port))))
                                .toList();
                listener.onResult(
                        ResolutionResult.newBuilder()
                                .setAddressesOrError(StatusOr.fromValue(groups))
                                .build());
            }

            @Override
            public void shutdown() {}
        };
    }
}
