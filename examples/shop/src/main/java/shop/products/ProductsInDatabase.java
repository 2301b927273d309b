// SPDX-License-Identifier: Apache-2.0
package shop.products;

import dev.galley.rpc.CallException;
import dev.galley.rpc.Module;
import java.util.List;
import java.util.UUID;
import shop.Item;
import shop.Limits;
import shop.Product;
import shop.Products;
import shop.products.ProductTables.Decision;

@Module("products")
public final class ProductsInDatabase implements Products, AutoCloseable {
    private final ProductTables tables;

    public ProductsInDatabase(ProductsConfig config) {
        tables = new ProductTables(config.database());
        if (tables.list().isEmpty())
            config.first()
                    .forEach((id, p) ->
                            tables.add(
                                    new Product(
                                            id, p.english(), p.chinese(), p.price(), p.stock())));
    }

    @Override
    public List<Product> list() {
        return tables.list();
    }

    @Override
    public void put(Product product) {
        Product good = Limits.product(product);
        List<Product> all = tables.list();
        if (all.stream().anyMatch(p -> p.id().equals(good.id()))) tables.change(good);
        else if (all.size() >= Limits.PRODUCTS)
            throw CallException.failed("bad-product", "the shop is full");
        else if (!tables.add(
                new Product(good.id(), good.english(), good.chinese(), good.price(), 0)))
            tables.change(good);
    }

    @Override
    public void restock(UUID delivery, String product, int pieces) {
        Limits.delivery(pieces);
        if (tables.list().stream().noneMatch(p -> p.id().equals(product)))
            throw CallException.failed("no-such-product", "there is no product " + product);
        tables.deliver(delivery, product, pieces);
    }

    @Override
    public void take(UUID order, List<Item> items) {
        Decision decision = tables.decide(order, Limits.items(items));
        if (!decision.isTaken())
            throw CallException.failed(
                    decision.word(), sentence(decision.word()) + decision.product());
    }

    private static String sentence(String word) {
        return switch (word) {
            case "sold-out" -> "there is not enough left of ";
            case "price-changed" -> "there is another price now of ";
            default -> "there is no product ";
        };
    }

    @Override
    public void close() {
        tables.close();
    }
}
