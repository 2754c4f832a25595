package smyth.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import smyth.config.Config;
import smyth.config.Function;

/// The ports at which functions that the user starts find their Runtime API.
final class RuntimeApiPorts {
    /// Below those that systems give away by themselves.
    private static final int FIRST = 20_000;
    private static final int COUNT = 10_000;
    private static final int TRIES = 100;

    private final Map<String, Integer> ports = new ConcurrentHashMap<>();

    /// The same whenever Smyth serves this function, so that it is enough to tell an IDE once, unless another program
    /// has taken it.
    int of(Config config, Function function) {
        return ports.computeIfAbsent(function.name(), name -> {
            int wish = Math.floorMod((config.folder() + " " + name).hashCode(), COUNT);
            return IntStream.range(0, TRIES).map(i -> FIRST + (wish + i) % COUNT)
                    .filter(port -> !ports.containsValue(port) && isFree(port)).findFirst()
                    .orElseThrow(() -> new IllegalStateException("no port is free for the Runtime API of " + name));
        });
    }

    private static boolean isFree(int port) {
        try (var probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
