// SPDX-License-Identifier: Apache-2.0
package shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CartTest {
    private static final Item TEA = new Item("tea", 2, 890), MUG = new Item("mug", 1, 1250);

    private final Cart cart = Cart.empty().with(TEA).with(MUG);

    private static Order of(UUID key, Item... items) {
        return new Order(key, "ann", List.of(items), Order.State.PLACED, Instant.EPOCH);
    }

    @Test
    void anItemTakesThePlaceOfThatOfTheSameProduct() {
        Item more = new Item("tea", 5, 900);
        assertThat(cart.with(more).items()).containsExactly(more, MUG);
        assertThat(cart.with(more).total()).isEqualTo(5 * 900 + 1250);
        assertThat(cart.with(new Item("tea", 0, 0)).items()).containsExactly(MUG);
    }

    @Test
    void whatWasOrderedGoesOutOfItAndItGetsAnotherKey() {
        Cart left = cart.without(of(cart.key(), TEA, MUG));
        assertThat(left.items()).isEmpty();
        assertThat(left.key()).isNotEqualTo(cart.key());
    }

    @Test
    void whatWasPutInWhileItWasOrderedStays() {
        Item compass = new Item("compass", 1, 4900);
        Cart meanwhile = cart.with(new Item("tea", 3, 890)).with(compass);
        assertThat(meanwhile.without(of(cart.key(), TEA, MUG)).items())
                .containsExactly(new Item("tea", 1, 890), compass);
        Cart fewer = cart.with(new Item("tea", 1, 890));
        assertThat(fewer.without(of(cart.key(), TEA, MUG)).items()).isEmpty();
    }

    @Test
    void anOrderOfAnotherCartChangesNothing() {
        assertThat(cart.without(of(UUID.randomUUID(), TEA))).isEqualTo(cart);
    }
}
