// SPDX-License-Identifier: Apache-2.0
package shop;

import dev.galley.rpc.CallContext;
import dev.galley.rpc.CallException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/// For whom a call is made: an attribute of its context, which goes on with all calls that follow
/// from it, into other processes as well.
public final class User {
    private static final String ATTRIBUTE = "user";

    private User() {}

    /// The name; or fails with `not-logged-in`.
    public static String current() {
        String name = CallContext.current().attributes().get(ATTRIBUTE);
        if (name != null) return name;
        throw CallException.failed("not-logged-in", "log in first");
    }

    /// Calls a task for a user.
    ///
    /// @param name empty: for nobody
    public static <T> T call(String name, Callable<T> task) {
        CallContext context = CallContext.current();
        Map<String, String> attributes = new HashMap<>(context.attributes());
        attributes.remove(ATTRIBUTE);
        if (!name.isEmpty()) attributes.put(ATTRIBUTE, name);
        try {
            return new CallContext(
                            context.deadline(), context.traceparent(), context.caller(), attributes)
                    .call(task);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw CallException.of(e);
        }
    }
}
