// SPDX-License-Identifier: Apache-2.0
package shop.office;

import java.util.List;

/// What the module is told.
///
/// @param staff the names of users who run the shop; to be registered before somebody else is
public record OfficeConfig(List<String> staff) {}
