// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.servlet;

import dev.galley.sessions.SessionStore;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/// The shop in a real container, on a free port of this machine.
enum Containers {
    TOMCAT {
        @Override
        Running start(Path folder, SessionStore store) throws Exception {
            Tomcat tomcat = new Tomcat();
            tomcat.setSilent(true);
            tomcat.setBaseDir(folder.toString());
            tomcat.setHostname("127.0.0.1");
            tomcat.setPort(0);
            Context context = tomcat.addContext("", folder.toString());
            FilterDef filter = new FilterDef();
            filter.setFilterName("sessions");
            filter.setFilter(new GalleySessions(store));
            filter.addInitParameter("classes", CLASSES);
            filter.setAsyncSupported("true");
            context.addFilterDef(filter);
            FilterMap map = new FilterMap();
            map.setFilterName("sessions");
            map.addURLPattern("/*");
            context.addFilterMap(map);
            Tomcat.addServlet(context, "shop", new Shop());
            context.addServletMappingDecoded("/*", "shop");
            tomcat.getConnector();
            tomcat.start();
            return new Running(tomcat.getConnector().getLocalPort(), tomcat::destroy, tomcat::stop);
        }
    },
    JETTY {
        @Override
        Running start(Path folder, SessionStore store) throws Exception {
            Server server = new Server();
            ServerConnector connector = new ServerConnector(server);
            connector.setHost("127.0.0.1");
            server.addConnector(connector);
            ServletContextHandler context = new ServletContextHandler("/");
            FilterHolder filter = new FilterHolder(new GalleySessions(store));
            filter.setInitParameter("classes", CLASSES);
            filter.setAsyncSupported(true);
            context.addFilter(filter, "/*", null);
            context.addServlet(new ServletHolder(new Shop()), "/*");
            server.setHandler(context);
            server.start();
            return new Running(connector.getLocalPort(), server::destroy, server::stop);
        }
    };

    private static final String CLASSES = "dev.galley.sessions.servlet.Shop$Item";

    /// @param folder where it may write
    abstract Running start(Path folder, SessionStore store) throws Exception;

    /// What ends a container may throw anything.
    interface End {
        void now() throws Exception;
    }

    /// One that runs.
    record Running(int port, End destroy, End stop) {
        void end() throws Exception {
            stop.now();
            destroy.now();
        }
    }
}
