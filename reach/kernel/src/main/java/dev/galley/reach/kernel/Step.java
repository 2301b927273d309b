// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel;

import java.net.InetSocketAddress;

/// One change of the kernel's table. Each says of itself what it does, for errors and logs.
public sealed interface Step {
    /// The service that it is about.
    ServiceKey key();

    /// A service without destinations.
    record AddService(Service service) implements Step {
        @Override
        public ServiceKey key() {
            return service.key();
        }

        @Override
        public String toString() {
            return "add the service " + key();
        }
    }

    /// Another scheduler or persistence; connections stay as they are.
    record ChangeService(Service service) implements Step {
        @Override
        public ServiceKey key() {
            return service.key();
        }

        @Override
        public String toString() {
            return "change the service " + key();
        }
    }

    /// A service with all its destinations.
    record RemoveService(ServiceKey key) implements Step {
        @Override
        public String toString() {
            return "remove the service " + key;
        }
    }

    /// A new destination.
    record AddDestination(ServiceKey key, Destination destination) implements Step {
        @Override
        public String toString() {
            return "add " + ServiceKey.text(destination.address()) + " to the service " + key;
        }
    }

    /// Another weight, limit or forwarding; connections stay as they are.
    record ChangeDestination(ServiceKey key, Destination destination) implements Step {
        @Override
        public String toString() {
            return "change " + ServiceKey.text(destination.address()) + " of the service " + key;
        }
    }

    /// A destination that has failed, or is a member no more.
    record RemoveDestination(ServiceKey key, InetSocketAddress address) implements Step {
        @Override
        public String toString() {
            return "remove " + ServiceKey.text(address) + " from the service " + key;
        }
    }
}
