// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor.write;

import dev.galley.rpc.processor.model.DeclaredModel;
import dev.galley.rpc.processor.model.DeclaredModel.Enumeration;
import dev.galley.rpc.processor.model.DeclaredModel.Message;
import dev.galley.rpc.processor.model.DeclaredModel.Union;
import dev.galley.rpc.processor.model.JavaName;
import dev.galley.rpc.processor.model.ServiceModel;

/// Writes the classes for services and for the types that they name.
public final class Classes {
    private final Source.Annotations annotations;

    /// For a module that can name those annotations, or not.
    ///
    /// @param generated whether `javax.annotation.processing.Generated` can be named
    /// @param nullable whether `org.jspecify.annotations.Nullable` can
    public Classes(boolean generated, boolean nullable) {
        annotations = new Source.Annotations(generated, nullable);
    }

    /// The file of a contract.
    public String contract(ServiceModel service) {
        Source source = new Source(service.contract(), annotations);
        return source.text(new ContractWriter(source, service).write());
    }

    /// The file of a codec.
    ///
    /// @param protoFile where the type is exported to
    public String codec(DeclaredModel type, String protoFile) {
        JavaName codec = type.type().codec();
        Source source = new Source(codec, annotations);
        String members =
                """

                    /// Where the type stands, below META-INF/galley/proto.
                    public static final String PROTO = "%s";
                """
                        .formatted(protoFile);
        String body =
                switch (type) {
                    case Message m -> new CodecWriter(source, m).toplevel(codec.nested(), members);
                    case Union u -> new UnionWriter(source, u).write(codec.nested(), members);
                    case Enumeration e -> new EnumWriter(source, e).write(codec.nested(), members);
                };
        String head =
                "/// How {@link %s} is written and read.\n".formatted(source.name(type.type()));
        return source.text(head + source.annotated() + body);
    }
}
