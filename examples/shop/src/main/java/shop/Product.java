// SPDX-License-Identifier: Apache-2.0
package shop;

/// What can be bought.
///
/// @param id also the name of its picture
/// @param english its name
/// @param chinese its name
/// @param price of a piece, in cents
/// @param stock how many pieces there are
public record Product(String id, String english, String chinese, long price, int stock) {}
