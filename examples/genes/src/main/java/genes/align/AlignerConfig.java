// SPDX-License-Identifier: Apache-2.0
package genes.align;

import dev.galley.config.bind.Setting;

/// What the aligner is told.
public record AlignerConfig(@Setting("The file of sequences (FASTA).") String database) {}
