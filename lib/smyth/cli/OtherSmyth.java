package smyth.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import smyth.config.Config;

/// The Smyth that listens where this one wanted to. It is asked on its own status page: a process may have `smyth` in
/// its command line without being one.
final class OtherSmyth {
    private static final int LIMIT_MILLIS = 1_000;
    private static final int MOST_BYTES = 1 << 20;
    private static final String USUAL_PREFIX = "/smyth";

    private OtherSmyth() {}

    /// ` (another Smyth, process 123)`, or "" when something else listens there. Blocks for some seconds at most.
    static String listeningOn(Config config) {
        var host = List.of("0.0.0.0", "::", "").contains(config.host()) ? "127.0.0.1" : config.host();
        var server = "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + config.port();
        return Stream.of(config.pathPrefix(), USUAL_PREFIX).distinct()
                .flatMap(prefix -> process(URI.create(server + prefix + "/api/status")).stream())
                .map(pid -> " (another Smyth, process " + pid + ")").findFirst().orElse("");
    }

    private static Optional<String> process(URI status) {
        try {
            var connection = (HttpURLConnection) status.toURL().openConnection();
            connection.setConnectTimeout(LIMIT_MILLIS);
            connection.setReadTimeout(LIMIT_MILLIS);
            connection.setInstanceFollowRedirects(false);
            try (var body = connection.getInputStream()) {
                var text = new String(body.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
                return text.startsWith("{\"lambda handlers\":") ? Optional
                        .ofNullable(connection.getHeaderField("Smyth-Process")).filter(pid -> pid.matches("\\d{1,10}"))
                        : Optional.empty();
            } finally {
                connection.disconnect();
            }
        } catch (IOException | UncheckedIOException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
