// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench.rpc;

/// One way to call a service that gives back what it gets, over one connection.
interface Echo extends AutoCloseable {
    /// Sends `message`, and waits for it to come back; with a deadline of 10 s.
    byte[] call(byte[] message) throws Exception;

    @Override
    void close();

    /// Serves; what is returned is the port on 127.0.0.1.
    interface Service extends AutoCloseable {
        int port();

        @Override
        void close();
    }
}
