// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/// A file with the answer of an OCSP responder (RFC 6960), as it goes to clients.
public final class OcspResponse {
    /// `responseStatus`, ENUMERATED, of length 1, successful (RFC 6960 section 4.2.1).
    private static final byte[] SUCCESSFUL = {0x0A, 1, 0};

    private OcspResponse() {}

    /// The answer.
    ///
    /// @throws IOException if it can't be used, with a message that names the file
    public static byte[] read(String file) throws IOException {
        byte[] response = Pem.bytes(Path.of(file));
        if (successful(response)) return response;
        throw new IOException(
                file
                        + " is not a successful answer of an OCSP responder in DER, as openssl ocsp"
                        + " -respout FILE writes it");
    }

    private static boolean successful(byte[] response) {
        if (response.length < 2 || response[0] != 0x30) return false;
        int from = response[1] >= 0 ? 2 : 2 + (response[1] & 0x7F), to = from + SUCCESSFUL.length;
        return response.length > to
                && Arrays.equals(response, from, to, SUCCESSFUL, 0, SUCCESSFUL.length);
    }
}
