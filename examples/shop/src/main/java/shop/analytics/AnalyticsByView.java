// SPDX-License-Identifier: Apache-2.0
package shop.analytics;

import dev.galley.rpc.CallException;
import dev.galley.rpc.Module;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import shop.Analytics;
import shop.Limits;
import shop.Report;
import shop.Report.Sale;

@Module("analytics")
public final class AnalyticsByView implements Analytics, AutoCloseable {
    private static final int LONGEST_DAYS = 366;
    private static final int POPULAR_DAYS = 30;
    private static final int POPULAR = 3;

    private final SalesView view;

    public AnalyticsByView(AnalyticsConfig config) {
        view = new SalesView(config.read());
    }

    @Override
    public Report report(int days) {
        if (days < 1 || days > LONGEST_DAYS)
            throw CallException.failed("bad-days", "a report is on 1 to 366 days");
        return view.since(ago(days), Limits.PRODUCTS);
    }

    @Override
    public List<String> popular() {
        return view.since(ago(POPULAR_DAYS), POPULAR).sales().stream().map(Sale::product).toList();
    }

    private static Instant ago(int days) {
        return Instant.now().minus(Duration.ofDays(days));
    }

    @Override
    public void close() {
        view.close();
    }
}
