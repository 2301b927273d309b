// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor.model;

import java.util.function.ToIntFunction;
import javax.lang.model.element.Element;

/// A component of a record, a parameter or a result of a method.
///
/// @param number 0 until the lock file has pinned it
/// @param where what an error points at
public record FieldModel(String name, int number, TypeModel type, Element where) {
    /// The same with the number that is given to its name.
    public FieldModel numbered(ToIntFunction<String> numbers) {
        return new FieldModel(name, numbers.applyAsInt(name), type, where);
    }
}
