// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.nft;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/// The C library under the command nft (libnftables(3)): one context, with one netlink socket, to
/// which a table with the flag `owner` belongs.
///
/// One call at a time, of all contexts: the library promises no more.
final class Libnftables implements AutoCloseable {
    private static final String FILE = "libnftables.so.1";
    private static final int OUTPUT_JSON = 1 << 4;

    private static final Object LIBRARY = new Object();

    private final MethodHandle free, run, output, error;
    private final MemorySegment context;

    /// @throws NftException if the library or the kernel's part is not there
    Libnftables() throws NftException {
        // Without it the library would end the process.
        if (!Files.exists(Path.of("/proc/net/netfilter")))
            throw new NftException("this kernel has no netfilter, which floods are kept away by");
        SymbolLookup library = library();
        free = function(library, "nft_ctx_free", FunctionDescriptor.ofVoid(ADDRESS));
        run =
                function(
                        library,
                        "nft_run_cmd_from_buffer",
                        FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
        var text = FunctionDescriptor.of(ADDRESS, ADDRESS);
        output = function(library, "nft_ctx_get_output_buffer", text);
        error = function(library, "nft_ctx_get_error_buffer", text);
        synchronized (LIBRARY) {
            context = context(library);
        }
    }

    // The library is named as its package installs it; it is never unloaded.
    @SuppressWarnings("restricted")
    private static SymbolLookup library() throws NftException {
        try {
            return SymbolLookup.libraryLookup(FILE, Arena.global());
        } catch (IllegalArgumentException e) {
            throw new NftException(
                    FILE + " is missing: install it (on Debian: apt-get install libnftables1)");
        }
    }

    // The descriptors are those of nftables/libnftables.h.
    @SuppressWarnings("restricted")
    private static MethodHandle function(
            SymbolLookup library, String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), descriptor);
    }

    private static MemorySegment context(SymbolLookup library) throws NftException {
        var create = function(library, "nft_ctx_new", FunctionDescriptor.of(ADDRESS, JAVA_INT));
        var flag = FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT);
        var flags = function(library, "nft_ctx_output_set_flags", flag);
        var buffer = FunctionDescriptor.of(JAVA_INT, ADDRESS);
        var outputs = function(library, "nft_ctx_buffer_output", buffer);
        var errors = function(library, "nft_ctx_buffer_error", buffer);
        try {
            MemorySegment context = (MemorySegment) create.invokeExact(0);
            if (context.address() == 0) throw new NftException("libnftables gave no context");
            flags.invokeExact(context, OUTPUT_JSON);
            int failed = (int) outputs.invokeExact(context) + (int) errors.invokeExact(context);
            if (failed != 0) throw new NftException("libnftables has no memory");
            return context;
        } catch (NftException e) {
            throw e;
        } catch (Throwable e) {
            throw new LinkageError("libnftables", e);
        }
    }

    /// Does commands as one transaction: all of them, or none.
    ///
    /// @param commands as nft(8) has them, a line each
    /// @return what they list, as JSON (libnftables-json(5))
    /// @throws NftException if they were refused
    String run(String commands) throws NftException {
        synchronized (LIBRARY) {
            return runAlone(commands);
        }
    }

    private String runAlone(String commands) throws NftException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(commands);
            int result = (int) run.invokeExact(context, text);
            String said = string((MemorySegment) output.invokeExact(context));
            if (result == 0) return said;
            throw NftException.refused(string((MemorySegment) error.invokeExact(context)));
        } catch (NftException e) {
            throw e;
        } catch (Throwable e) {
            throw new LinkageError("libnftables", e);
        }
    }

    // The texts are the library's own, and end with a NUL.
    @SuppressWarnings("restricted")
    private static String string(MemorySegment text) {
        return text.address() == 0 ? "" : text.reinterpret(Long.MAX_VALUE).getString(0);
    }

    @Override
    public void close() {
        try {
            synchronized (LIBRARY) {
                free.invokeExact(context);
            }
        } catch (Throwable e) {
            throw new LinkageError("libnftables", e);
        }
    }
}
