// SPDX-License-Identifier: Apache-2.0
package genes.align;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads the sequences of a FASTA file that begin in a slice of it: each belongs to the slice that
/// has its `>`, so slices that meet have each sequence once. One thread at a time.
final class Fasta implements AutoCloseable {
    private static final int LONGEST_NAME = 200;

    /// Of a sequence, in letters: the longest chromosome known has fewer.
    private static final int LONGEST = 1 << 30;

    private final FileChannel file;
    private final long to;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).limit(0);

    /// Of the next byte that is read into the buffer.
    private long position;

    /// The byte before the next one; a file begins as a line does.
    private int last = '\n';

    Fasta(Path path, long from, long to) throws IOException {
        this.file = FileChannel.open(path);
        this.to = to;
        this.position = Math.max(0, from - 1);
        if (from > 0) read();
    }

    /// The next one; null: there is none in the slice.
    @Nullable Sequence next() throws IOException {
        while (true) {
            boolean lineBegins = last == '\n';
            long at = offset();
            int next = at < to ? read() : -1;
            if (next < 0) return null;
            if (lineBegins && next == '>') return new Sequence(name(), at, letters());
        }
    }

    private String name() throws IOException {
        StringBuilder name = new StringBuilder();
        int next = read();
        for (; next > ' '; next = read())
            if (name.length() < LONGEST_NAME) name.append((char) next);
        while (next >= 0 && next != '\n') next = read();
        return name.toString();
    }

    /// To the line that begins with the next `>`, which is left.
    private byte[] letters() throws IOException {
        byte[] letters = new byte[1024];
        int length = 0;
        while (!(last == '\n' && peek() == '>')) {
            int next = read();
            if (next < 0) break;
            if (next <= ' ') continue;
            if (length == LONGEST) throw new IOException("a sequence has more than 2^30 letters");
            if (length == letters.length) letters = Arrays.copyOf(letters, 2 * length);
            letters[length++] = Letters.number(next);
        }
        return Arrays.copyOf(letters, length);
    }

    private long offset() {
        return position - buffer.remaining();
    }

    private int peek() throws IOException {
        return filled() ? buffer.get(buffer.position()) : -1;
    }

    /// -1: the end of the file.
    private int read() throws IOException {
        last = filled() ? buffer.get() & 0xff : -1;
        return last;
    }

    private boolean filled() throws IOException {
        if (buffer.hasRemaining()) return true;
        int count = file.read(buffer.clear(), position);
        buffer.flip();
        position += Math.max(0, count);
        return count > 0;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
