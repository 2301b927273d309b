// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import shop.Cart;
import shop.Item;
import shop.Limits;
import shop.Order;
import shop.Order.State;
import shop.Product;

/// Customers who buy all the time, and what each was told: every answer is written down, and held
/// against what the shop knows in the end.
final class Ledger {
    private static final List<String> GOODS = List.of("tea", "mug", "biscuit");
    private static final int DELIVERED = 100_000;

    private final List<Customer> customers;
    private final Map<UUID, Order> told = new ConcurrentHashMap<>();
    private final Map<String, Integer> begun = new HashMap<>();
    private final Queue<Long> times = new ConcurrentLinkedQueue<>();
    private final AtomicLong wrong = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private volatile boolean over;

    /// @param root who fills the shelf for them
    Ledger(List<Customer> customers, Customer root) {
        this.customers = new CopyOnWriteArrayList<>(customers);
        for (String product : GOODS) {
            root.office().restock(UUID.randomUUID(), product, DELIVERED);
            begun.put(product, root.stock(product));
        }
    }

    void begin() {
        for (Customer customer : customers)
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    for (int i = 0; !over; i++) buy(customer, i);
                                } catch (Throwable e) {
                                    failures.add(e);
                                }
                            }));
    }

    /// What was put into the cart is in it at the next click, and is bought.
    private void buy(Customer customer, int round) {
        Map<String, Integer> wanted = new HashMap<>();
        for (int i = 0; i <= round % GOODS.size(); i++) {
            String product = GOODS.get((round + i) % GOODS.size());
            customer.puts(product, 1 + i);
            wanted.put(product, 1 + i);
        }
        Cart cart = customer.cart();
        assertThat(pieces(cart.items())).as("the cart of " + customer.name()).isEqualTo(wanted);
        Order order = customer.buys(cart);
        assertThat(order.key()).isEqualTo(cart.key());
        assertThat(pieces(order.items())).isEqualTo(wanted);
        if (told.put(order.key(), order) != null) wrong.incrementAndGet();
        times.add(System.nanoTime());
    }

    /// Somebody more buys something.
    void alsoServes(Customer customer) {
        if (customers.stream().noneMatch(c -> c.name().equals(customer.name())))
            customers.add(customer);
        buy(customer, 0);
    }

    /// How many orders were placed.
    int size() {
        return told.size();
    }

    /// The longest time in which no order was answered, between two moments.
    ///
    /// @param from by {@link System#nanoTime}
    Duration longestWait(long from, long to) {
        long longest = 0, last = from;
        List<Long> all = new ArrayList<>(times);
        all.add(to);
        all.sort(null);
        for (long time : all) {
            if (time - from <= 0 || time - to > 0) continue;
            longest = Math.max(longest, time - last);
            last = time;
        }
        return Duration.ofNanos(longest);
    }

    private static Map<String, Integer> pieces(List<Item> items) {
        Map<String, Integer> pieces = new HashMap<>();
        for (Item item : items) pieces.put(item.product(), item.pieces());
        return pieces;
    }

    /// Waits until as many orders more were placed.
    void goesOn(int more) {
        int before = told.size();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> told.size() >= before + more || !failures.isEmpty());
        assertThat(failures).isEmpty();
    }

    /// Waits until all have bought what they were about to.
    void ends() throws InterruptedException {
        over = true;
        for (Thread thread : threads) thread.join(Duration.ofSeconds(60));
        assertThat(failures).isEmpty();
        assertThat(wrong).hasValue(0);
    }

    /// Each order that was told of is there as it was told, the newest of each customer are none
    /// besides, and the stock is what those have left, and no other: so none was lost or doubled.
    void agreesWith(Customer root) throws InterruptedException {
        List<Thread> all =
                customers.stream()
                        .map(customer ->
                                Thread.startVirtualThread(() -> {
                                    try {
                                        agrees(customer);
                                    } catch (Throwable e) {
                                        failures.add(e);
                                    }
                                }))
                        .toList();
        for (Thread one : all) one.join();
        assertThat(failures).isEmpty();
        Map<String, Integer> left = new HashMap<>(begun);
        for (Order order : told.values())
            pieces(order.items()).forEach((p, n) -> left.merge(p, -n, Integer::sum));
        for (Product product : root.persistently(() -> root.products().list()))
            if (GOODS.contains(product.id()))
                assertThat(product.stock()).as(product.id()).isEqualTo(left.get(product.id()));
    }

    private void agrees(Customer customer) {
        List<Order> own = toldTo(customer);
        for (Order order : own)
            assertThat(customer.persistently(() -> customer.orders().find(order.key())))
                    .isEqualTo(order);
        assertThat(customer.persistently(() -> customer.orders().list()))
                .isSubsetOf(own)
                .hasSize(Math.min(Limits.LISTED, own.size()))
                .extracting(Order::state)
                .containsOnly(State.PLACED);
        assertThat(customer.cart().items()).isEmpty();
    }

    private List<Order> toldTo(Customer customer) {
        return told.values().stream().filter(o -> o.user().equals(customer.name())).toList();
    }
}
