// SPDX-License-Identifier: Apache-2.0
package genes.align;

import dev.galley.rpc.CallException;
import dev.galley.rpc.Module;
import genes.Aligner;
import genes.Hits;
import genes.Query;
import genes.Slice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The module that aligns: one slice on one thread.
@Module("aligner")
public final class AlignerOfFile implements Aligner {
    private final Database database;

    public AlignerOfFile(AlignerConfig config) {
        database = new Database(Path.of(config.database()));
    }

    @Override
    public long length() {
        try {
            return database.length();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public Hits align(Slice slice, List<Query> queries, int best) {
        try {
            return database.align(slice, queries, best);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static CallException unreadable(IOException e) {
        return CallException.failed("unreadable", "the database cannot be read: " + e.getMessage());
    }
}
