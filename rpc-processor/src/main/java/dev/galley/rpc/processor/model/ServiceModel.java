// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor.model;

import dev.galley.rpc.processor.model.DeclaredModel.Message;
import dev.galley.rpc.processor.model.DeclaredModel.Section;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Element;

/// An interface with `@Service`.
///
/// @param wireName its name in URLs and `.proto` files
public record ServiceModel(
        JavaName type, String wireName, List<MethodModel> methods, Element where) {
    public Section section() {
        return new Section("service", wireName);
    }

    public JavaName contract() {
        return type.beside("Contract");
    }

    public Stream<Message> messages() {
        return methods.stream().flatMap(m -> m.messages().stream());
    }
}
