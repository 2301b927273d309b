// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.http;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/// Reads requests of HTTP/1.1, and none that two readers could understand differently.
final class StrictDecoder extends HttpRequestDecoder {
    private static final int LINE = 4096;
    static final int HEAD = 16 << 10;
    private static final int CHUNK = 64 << 10;

    StrictDecoder() {
        super(
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(LINE)
                        .setMaxHeaderSize(HEAD)
                        .setMaxChunkSize(CHUNK)
                        .setAllowDuplicateContentLengths(false)
                        .setStrictLineParsing(true)
                        .setUseRfc9112TransferEncoding(true));
    }

    /// An attempt at request smuggling, mostly (RFC 9112, section 6.1).
    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
    }
}
