// SPDX-License-Identifier: Apache-2.0
/// What all processes share.
@NullMarked
package shop.database;

import org.jspecify.annotations.NullMarked;
