// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import dev.galley.config.Address;
import dev.galley.config.ProviderConfig;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `kubernetes`: the pods of a Deployment, whose scale is set. Members are the pods themselves, by
/// their addresses; a Service in between would choose anew.
///
/// Which pod goes when the scale is lowered is chosen by Kubernetes: the one with the lowest
/// `controller.kubernetes.io/pod-deletion-cost` first (kubernetes.io, "ReplicaSet", since 1.22). So
/// the drained one is marked with a low cost before.
final class Kubernetes implements Provider {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final String COST = "controller.kubernetes.io/pod-deletion-cost";
    private static final String FIRST = "-1000000";
    private static final Set<String> OVER = Set.of("Failed", "Succeeded");

    private final ProviderConfig.Kubernetes config;
    private final Supplier<Config> found;
    private @Nullable KubernetesClient client;

    /// By the service account of the pod that Galley is in, or by kubectl's configuration.
    Kubernetes(ProviderConfig.Kubernetes config) {
        this(config, () -> Config.autoConfigure(null));
    }

    /// @param found where the API server is, and as whom it is asked; looked for when it is asked
    Kubernetes(ProviderConfig.Kubernetes config, Supplier<Config> found) {
        this.config = config;
        this.found = found;
    }

    private KubernetesClient client() {
        if (client == null) client = client(found.get(), (int) config.timeout().toMillis());
        return client;
    }

    private static KubernetesClient client(Config found, int millis) {
        Config limited =
                new ConfigBuilder(found)
                        .withConnectionTimeout(millis)
                        .withRequestTimeout(millis)
                        .withRequestRetryBackoffLimit(0)
                        .build();
        return new KubernetesClientBuilder()
                .withConfig(limited)
                .withHttpClientFactory(new JdkHttpClientFactory())
                .build();
    }

    private String namespace() {
        String own = config.namespace() == null ? client().getNamespace() : config.namespace();
        return own == null ? "default" : own;
    }

    @Override
    public Duration pause() {
        return PAUSE;
    }

    @Override
    public List<Instance> running() throws ProviderException {
        try {
            return pods().stream().map(this::instance).toList();
        } catch (KubernetesClientException e) {
            throw refused(e);
        }
    }

    @Override
    public boolean seesAll() {
        return true;
    }

    private List<Pod> pods() throws ProviderException {
        return client()
                .pods()
                .inNamespace(namespace())
                .withLabelSelector(deployment().getSpec().getSelector())
                .list()
                .getItems()
                .stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(pod -> !OVER.contains(String.valueOf(pod.getStatus().getPhase())))
                .toList();
    }

    private Instance instance(Pod pod) {
        String ip = pod.getStatus().getPodIP();
        @Nullable Address at = ip == null ? null : new Address(ip, config.port());
        return new Instance(pod.getMetadata().getName(), at);
    }

    private RollableScalableResource<Deployment> named() {
        return client().apps().deployments().inNamespace(namespace()).withName(config.deployment());
    }

    private Deployment deployment() throws ProviderException {
        Deployment found = named().get();
        if (found != null) return found;
        throw new ProviderException(
                "there is no Deployment %s in the namespace %s"
                        .formatted(config.deployment(), namespace()));
    }

    private int replicas() throws ProviderException {
        return Objects.requireNonNullElse(deployment().getSpec().getReplicas(), 1);
    }

    @Override
    public void grow(int number) throws ProviderException {
        try {
            if (replicas() < number) named().scale(number);
        } catch (KubernetesClientException e) {
            throw refused(e);
        }
    }

    @Override
    public void stop(Instance instance) throws ProviderException {
        try {
            var pod = client().pods().inNamespace(namespace()).withName(instance.id());
            if (pod.get() == null) return;
            pod.edit(before ->
                    new PodBuilder(before)
                            .editMetadata()
                            .addToAnnotations(COST, FIRST)
                            .endMetadata()
                            .build());
            named().scale(Math.max(0, replicas() - 1));
        } catch (KubernetesClientException e) {
            throw refused(e);
        }
    }

    private static ProviderException refused(KubernetesClientException e) {
        String why =
                switch (e.getCode()) {
                    case 401, 403 -> "Galley may not, by its role (RBAC)";
                    case 0, -1 -> "the API server cannot be reached";
                    default -> "status " + e.getCode();
                };
        return new ProviderException("Kubernetes: " + why + ": " + e.getMessage(), e);
    }

    /// The pods go on.
    @Override
    public void close() {
        if (client != null) client.close();
    }
}
