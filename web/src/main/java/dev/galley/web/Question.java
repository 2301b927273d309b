// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import java.util.Map;

/// The request that is asked about.
///
/// @param source the client, `ADDRESS` or `ADDRESS:PORT`; empty: unknown
/// @param url path and query
/// @param headers by name
public record Question(String source, String url, Map<String, String> headers) {}
