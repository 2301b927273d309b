// SPDX-License-Identifier: Apache-2.0
package shop.page;

import java.net.URI;
import java.net.URL;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ResourceHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.resource.ResourceFactory;

/// The files of the page, out of the jar; and `/health`, for who checks it.
final class Files extends ResourceHandler {
    /// Nothing but these files is loaded, nothing inline is run, no other page frames this one
    /// (Content Security Policy 3).
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types";

    private static final String FIRST = "index.html";

    Files() {
        URL first = Files.class.getResource("files/" + FIRST);
        if (first == null) throw new IllegalStateException("the jar lacks " + FIRST);
        String folder = first.toString();
        URI base = URI.create(folder.substring(0, folder.length() - FIRST.length()));
        setBaseResource(ResourceFactory.of(this).newResource(base));
        setWelcomeFiles(FIRST);
        setDirAllowed(false);
        setEtags(true);
        setCacheControl("no-cache");
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (Request.getPathInContext(request).equals("/health")) {
            callback.succeeded();
            return true;
        }
        response.getHeaders()
                .put(new HttpField("Content-Security-Policy", POLICY))
                .put(new HttpField("Cross-Origin-Opener-Policy", "same-origin"))
                .put(new HttpField("Referrer-Policy", "no-referrer"))
                .put(new HttpField("X-Content-Type-Options", "nosniff"));
        return super.handle(request, response, callback);
    }
}
