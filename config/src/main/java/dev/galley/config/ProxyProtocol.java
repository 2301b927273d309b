// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

/// Version of the PROXY protocol (haproxy.org, doc/proxy-protocol.txt) that is spoken.
public enum ProxyProtocol {
    OFF,
    V1,
    V2
}
