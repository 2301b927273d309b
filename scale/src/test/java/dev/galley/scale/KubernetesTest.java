// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.galley.config.Address;
import dev.galley.config.ProviderConfig;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.util.HashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against the client's own mock of the API server, which keeps what it is given.
class KubernetesTest {
    private static final ProviderConfig.Kubernetes CONFIG =
            (ProviderConfig.Kubernetes)
                    Given.scale(
                                    "max: 9, in-flight: 1",
                                    "{type: kubernetes, timeout: 1m, deployment: shop, namespace:"
                                            + " live, port: 8080}")
                            .by();

    private final KubernetesMockServer server =
            new KubernetesMockServer(
                    new Context(),
                    new MockWebServer(),
                    new HashMap<>(),
                    new KubernetesCrudDispatcher(),
                    false);
    private KubernetesClient client;
    private Kubernetes kubernetes;

    @BeforeEach
    void start() {
        server.init();
        client = server.createClient(new JdkHttpClientFactory());
        kubernetes = new Kubernetes(CONFIG, client::getConfiguration);
    }

    @AfterEach
    void stop() {
        kubernetes.close();
        client.close();
        server.destroy();
    }

    private void deploy(int replicas) {
        client.resource(
                        new DeploymentBuilder()
                                .withNewMetadata()
                                .withName("shop")
                                .withNamespace("live")
                                .endMetadata()
                                .withNewSpec()
                                .withReplicas(replicas)
                                .withNewSelector()
                                .addToMatchLabels("app", "shop")
                                .endSelector()
                                .endSpec()
                                .build())
                .create();
    }

    private int replicas() {
        return client.apps()
                .deployments()
                .inNamespace("live")
                .withName("shop")
                .get()
                .getSpec()
                .getReplicas();
    }

    private static PodBuilder pod(String name, String app, String ip) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("live")
                .addToLabels("app", app)
                .endMetadata()
                .withNewStatus()
                .withPhase("Running")
                .withPodIP(ip)
                .endStatus();
    }

    private void run(PodBuilder pod) {
        client.resource(pod.build()).create();
    }

    @Test
    void thePodsOfTheDeploymentAreWhatRuns() throws Exception {
        deploy(2);
        run(pod("shop-a", "shop", "10.1.0.1"));
        run(pod("shop-b", "shop", null));
        run(pod("cart-a", "cart", "10.1.0.9"));
        run(pod("shop-c", "shop", "10.1.0.3").editStatus().withPhase("Failed").endStatus());
        assertThat(kubernetes.running())
                .containsExactlyInAnyOrder(
                        new Instance("shop-a", new Address("10.1.0.1", 8080)),
                        new Instance("shop-b", null));
    }

    @Test
    void theScaleIsRaisedAndNeverLoweredByAskingForFewer() throws Exception {
        deploy(2);
        kubernetes.grow(4);
        assertThat(replicas()).isEqualTo(4);
        kubernetes.grow(3);
        assertThat(replicas()).isEqualTo(4);
    }

    @Test
    void thePodThatWasDrainedIsMarkedAsTheFirstToGo() throws Exception {
        deploy(3);
        run(pod("shop-a", "shop", "10.1.0.1"));
        run(pod("shop-b", "shop", "10.1.0.2"));
        kubernetes.stop(new Instance("shop-b", new Address("10.1.0.2", 8080)));
        assertThat(replicas()).isEqualTo(2);
        Pod marked = client.pods().inNamespace("live").withName("shop-b").get();
        assertThat(marked.getMetadata().getAnnotations())
                .containsEntry("controller.kubernetes.io/pod-deletion-cost", "-1000000");
        Pod other = client.pods().inNamespace("live").withName("shop-a").get();
        assertThat(other.getMetadata().getAnnotations()).isNullOrEmpty();
    }

    @Test
    void aPodThatHasGoneByItselfLowersNothing() throws Exception {
        deploy(3);
        kubernetes.stop(new Instance("shop-x", new Address("10.1.0.7", 8080)));
        assertThat(replicas()).isEqualTo(3);
    }

    @Test
    void aDeploymentThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> kubernetes.running())
                .hasMessage("there is no Deployment shop in the namespace live");
    }

    @Test
    void anApiServerThatCannotBeReachedIsTold() {
        server.destroy();
        assertThatThrownBy(() -> kubernetes.running())
                .isInstanceOf(ProviderException.class)
                .hasMessageStartingWith("Kubernetes: the API server cannot be reached: ");
    }
}
