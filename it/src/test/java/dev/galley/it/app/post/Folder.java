// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.app.post;

import java.util.List;

/// What a module is told.
///
/// @param folder which all processes see
public record Folder(String folder, List<String> readers) {}
