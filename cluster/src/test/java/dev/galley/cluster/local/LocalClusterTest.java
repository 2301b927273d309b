// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.galley.cluster.ConflictException;
import dev.galley.cluster.Coordination;
import dev.galley.cluster.CoordinationException;
import dev.galley.cluster.Fence;
import dev.galley.cluster.Instance;
import dev.galley.cluster.Node;
import dev.galley.cluster.Registry;
import dev.galley.cluster.Settings;
import dev.galley.cluster.Standing;
import dev.galley.cluster.Term;
import dev.galley.config.Address;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalClusterTest {
    private static final Address ADDRESS = new Address("127.0.0.1", 7800);

    private final LocalCluster cluster = new LocalCluster();
    private final Coordination one = cluster.join(node("n1"));
    private final Coordination two = cluster.join(node("n2"));

    @AfterEach
    void leave() {
        one.close();
        two.close();
        cluster.close();
    }

    private static Node node(String name) {
        return new Node(name, ADDRESS, Map.of("zone", "a"), "1");
    }

    private static Instance orders(String version) {
        return new Instance("orders", "n2", ADDRESS, version, Map.of());
    }

    @Test
    void allNodesSeeWhoIsAMemberAndLearnWhoLeaves() {
        Queue<Integer> told = new ConcurrentLinkedQueue<>();
        one.membership().listen(members -> told.add(members.size()));
        assertThat(one.membership().members()).containsOnlyKeys("n1", "n2");
        two.close();
        assertThat(one.membership().members()).containsOnlyKeys("n1");
        assertThat(two.membership().standing()).isEqualTo(Standing.OUT);
        await().until(() -> told.contains(1));
    }

    @Test
    void aSecondMemberOfTheSameNameIsRefused() {
        assertThatThrownBy(() -> cluster.join(node("n1"))).hasMessage("n1 is a member already");
    }

    @Test
    void aNodeThatComesBackHasJoinedLater() {
        var before = one.membership().members().get("n2").joined();
        two.close();
        try (Coordination again = cluster.join(node("n2"))) {
            assertThat(again.membership().members().get("n2").joined()).isGreaterThan(before);
        }
    }

    @Test
    void whatANodeOffersIsSeenReplacedAndGoesWithIt() {
        Registry.Offer offer = two.registry().offer(orders("1"));
        assertThat(one.registry().instances()).containsExactly(orders("1"));
        offer.replace(orders("2"));
        assertThat(one.registry().instances()).containsExactly(orders("2"));
        two.close();
        assertThat(one.registry().instances()).isEmpty();
    }

    @Test
    void aRoleHasOneHolderAndPassesOnWithAGreaterEpoch() throws Exception {
        LinkedBlockingQueue<Term> terms = new LinkedBlockingQueue<>();
        one.election().stand("planner", term -> lead(terms, term));
        Term first = terms.poll(30, TimeUnit.SECONDS);
        two.election().stand("planner", term -> lead(terms, term));
        assertThat(two.election().holder("planner")).isEqualTo(first);
        assertThat(terms).isEmpty();
        one.close();
        Term second = terms.poll(30, TimeUnit.SECONDS);
        assertThat(second.node()).isEqualTo("n2");
        assertThat(second.epoch()).isGreaterThan(first.epoch());
    }

    private static void lead(Queue<Term> terms, Term term) throws InterruptedException {
        terms.add(term);
        new CountDownLatch(1).await();
    }

    @Test
    void aLeadThatEndsGivesTheRoleToWhoeverHasWaited() throws Exception {
        LinkedBlockingQueue<Term> terms = new LinkedBlockingQueue<>();
        CountDownLatch enough = new CountDownLatch(1);
        one.election()
                .stand(
                        "planner",
                        term -> {
                            terms.add(term);
                            enough.await();
                        });
        two.election().stand("planner", term -> lead(terms, term));
        assertThat(terms.poll(30, TimeUnit.SECONDS).node()).isEqualTo("n1");
        enough.countDown();
        assertThat(terms.poll(30, TimeUnit.SECONDS).node()).isEqualTo("n2");
    }

    @Test
    void anActOfATermThatIsOverIsRefused() throws Exception {
        LinkedBlockingQueue<Term> terms = new LinkedBlockingQueue<>();
        Fence fence = two.election().fence("planner");
        var standing = one.election().stand("planner", term -> lead(terms, term));
        Term first = terms.poll(30, TimeUnit.SECONDS);
        assertThat(fence.admits(first.epoch())).isTrue();
        standing.close();
        two.election().stand("planner", term -> lead(terms, term));
        Term second = terms.poll(30, TimeUnit.SECONDS);
        assertThat(fence.admits(first.epoch())).isFalse();
        assertThat(fence.admits(second.epoch())).isTrue();
    }

    @Test
    void aNodeThatIsOutAdmitsNothing() throws Exception {
        LinkedBlockingQueue<Term> terms = new LinkedBlockingQueue<>();
        one.election().stand("planner", term -> lead(terms, term));
        Term term = terms.poll(30, TimeUnit.SECONDS);
        Fence fence = two.election().fence("planner");
        two.close();
        assertThat(fence.admits(term.epoch())).isFalse();
    }

    @Test
    void aTextThatOneNodeWritesIsReadByTheOthers() throws Exception {
        Queue<String> told = new ConcurrentLinkedQueue<>();
        two.settings().listen(all -> all.values().forEach(version -> told.add(version.text())));
        one.settings().write("pools", 0, "ann", "web: []");
        assertThat(two.settings().newest("pools").text()).isEqualTo("web: []");
        await().until(() -> told.contains("web: []"));
    }

    @Test
    void whoWritesAfterAnotherVersionThanTheNewestIsRefused() throws Exception {
        one.settings().write("pools", 0, "ann", "a");
        assertThatThrownBy(() -> two.settings().write("pools", 0, "bob", "b"))
                .isInstanceOf(ConflictException.class)
                .hasMessage("pools has version 1, not 0: somebody else has changed it");
    }

    @Test
    void rollingBackWritesTheEarlierTextAsTheNextVersion() throws Exception {
        Settings settings = one.settings();
        settings.write("pools", 0, "ann", "a");
        settings.write("pools", 1, "bob", "b");
        assertThat(settings.rollBack("pools", 1, "cid").number()).isEqualTo(3);
        assertThat(settings.newest("pools").text()).isEqualTo("a");
        assertThatThrownBy(() -> settings.rollBack("pools", 9, "cid"))
                .hasMessage("there is no version 9 of pools; there are 1 to 3");
    }

    @Test
    void onlyTheLastVersionsAreKept() throws Exception {
        for (int i = 0; i < 25; i++) one.settings().write("pools", i, "ann", "text " + i);
        assertThat(one.settings().versions("pools"))
                .hasSize(Settings.KEPT)
                .first()
                .returns(25L, Settings.Version::number);
    }

    @Test
    void whatIsTooLongOrHasAnOddNameIsRefused() {
        Settings settings = one.settings();
        assertThatThrownBy(() -> settings.write("a/b", 0, "ann", ""))
                .isInstanceOf(CoordinationException.class)
                .hasMessageContaining("is no name of a text");
        assertThatThrownBy(() -> settings.write("a", 0, "ann", "x".repeat(Settings.LONGEST + 1)))
                .hasMessage("a has 524289 bytes; 524288 is the most");
    }
}
