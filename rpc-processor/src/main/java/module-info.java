// SPDX-License-Identifier: Apache-2.0
/// What runs in the compiler of a program that has services: it reads their contracts, refuses what
/// could not be called from elsewhere, and writes the code that calls and serves them.
@org.jspecify.annotations.NullMarked
module dev.galley.rpc.processor {
    requires static org.jspecify;
    requires java.compiler;

    exports dev.galley.rpc.processor.lock;

    provides javax.annotation.processing.Processor with
            dev.galley.rpc.processor.GalleyProcessor;
}
