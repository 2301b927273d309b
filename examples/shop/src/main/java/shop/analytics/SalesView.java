// SPDX-License-Identifier: Apache-2.0
package shop.analytics;

import java.time.Instant;
import java.util.List;
import shop.Report;
import shop.Report.Sale;
import shop.database.Database;
import shop.database.DatabaseConfig;

/// What was sold, by the view that the orders have for reports. It is read alone, so that it may be
/// that of a replica.
final class SalesView implements AutoCloseable {
    private final Database database;

    SalesView(DatabaseConfig config) {
        database = new Database(config);
    }

    Report since(Instant moment, int most) {
        String sums =
                """
                select product, sum(pieces), sum(amount) from shop_sales where placed > ?
                group by product order by sum(pieces) desc, product limit ?
                """;
        String count = "select count(distinct id) from shop_sales where placed > ?";
        String amount = "select coalesce(sum(amount), 0) from shop_sales where placed > ?";
        return database.inTransaction(sql -> {
            List<Sale> sales =
                    sql.all(
                            row -> new Sale(row.getString(1), row.getLong(2), row.getLong(3)),
                            sums,
                            moment,
                            most);
            return new Report(sql.number(count, moment), sql.number(amount, moment), sales);
        });
    }

    @Override
    public void close() {
        database.close();
    }
}
