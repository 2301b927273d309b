// SPDX-License-Identifier: Apache-2.0
package genes.align;

/// What an alignment is worth.
///
/// @param match of two equal letters
/// @param mismatch of two others; below 0
/// @param open what a gap costs, besides
/// @param extend what each letter of it costs
record Scoring(int match, int mismatch, int open, int extend) {
    /// As `blastn` has it.
    static final Scoring BLASTN = new Scoring(2, -3, 5, 2);

    int pair(int one, int other) {
        return one == other && one != Letters.OTHER ? match : mismatch;
    }

    /// More letters than this are in no gap of an alignment that is worth anything.
    int longestGap(int query) {
        return Math.max(0, (query * match - open) / extend);
    }
}
