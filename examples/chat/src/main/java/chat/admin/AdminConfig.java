// SPDX-License-Identifier: Apache-2.0
package chat.admin;

import java.util.List;

/// What the module is told.
///
/// @param admins the names of users who may do what not everybody may; to be registered before
///   somebody else is
public record AdminConfig(List<String> admins) {}
