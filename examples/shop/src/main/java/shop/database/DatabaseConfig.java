// SPDX-License-Identifier: Apache-2.0
package shop.database;

/// Where the tables are; the same for all modules.
///
/// @param url of JDBC: `jdbc:h2:./shop`, a file that the processes of one machine share, or
///   `jdbc:postgresql://HOST/NAME?user=USER&password=PASSWORD`
public record DatabaseConfig(String url) {}
