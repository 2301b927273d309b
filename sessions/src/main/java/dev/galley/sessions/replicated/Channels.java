// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.replicated;

import java.util.List;
import javax.sql.DataSource;
import org.infinispan.remoting.transport.jgroups.JGroupsChannelConfigurator;
import org.jgroups.JChannel;
import org.jgroups.conf.ProtocolConfiguration;
import org.jgroups.util.SocketFactory;

/// Gives Infinispan its channel. Of what else it may ask, our {@link Stack} has no use: it finds
/// its peers in no database, and makes its sockets itself.
record Channels(Peers peers) implements JGroupsChannelConfigurator {
    @Override
    public String getName() {
        return peers.cluster();
    }

    @Override
    public JChannel createChannel(String name) throws Exception {
        return Stack.channel(peers);
    }

    @Override
    public void setSocketFactory(SocketFactory factory) {}

    @Override
    public void setDataSource(DataSource source) {}

    @Override
    public String getProtocolStackString() {
        return "";
    }

    @Override
    public List<ProtocolConfiguration> getProtocolStack() {
        return List.of();
    }
}
