// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.app.post;

/// What the office is told.
public record Rules(int most) {}
