package smyth.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;
import smyth.invocation.EnvironmentStatus;
import smyth.invocation.Invocation;
import smyth.invocation.Invoker;
import smyth.journal.Entry.RequestServed;
import smyth.journal.Journal;

/// The HTTP front: Smyth's own pages, the Lambda API, then the routes of the functions. A thread for each exchange,
/// which reads the worker's answer itself where it can; the kernel wakes a platform thread with it, a virtual one is
/// woken by others.
///
/// For development only, like the JDK server under it: no TLS, no limits on who may connect but those of [Access].
public final class DevServer implements AutoCloseable {
    static {
        // Read when the server's classes load; without it a kept connection may cost 40 ms a request.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final long IDLE_SECONDS = 5; // after which a thread that nobody needs ends

    private final HttpServer server;
    private final ExecutorService threads;
    private final Supplier<Site> site;
    private final Journal journal;
    private final RouteHandler routes;
    private final LambdaApiHandler lambdaApi;
    private final StatusHandler status;
    private final JournalHandler journalPages;

    private DevServer(HttpServer server, Supplier<Site> site, Invoker invoker,
            Function<String, List<EnvironmentStatus>> environments, BiPredicate<String, OptionalLong> attached,
            Journal journal) {
        this.server = server;
        this.threads = new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS,
                new SynchronousQueue<>(), Thread.ofPlatform().daemon().name("exchange ", 0).factory());
        this.site = site;
        this.journal = journal;
        this.routes = new RouteHandler(invoker);
        this.lambdaApi = new LambdaApiHandler(invoker, journal);
        this.status = new StatusHandler(environments);
        this.journalPages = new JournalHandler(journal, attached);
    }

    /// Binds the address and begins to serve. Does not block.
    ///
    /// @param address      port 0 takes a free one
    /// @param site         asked anew for each request, so a new configuration is one assignment
    /// @param environments what a function's execution environments are doing
    /// @param attached     takes the word that a debugger is in place, for an execution environment and perhaps a
    ///                     pid; whether there is such a worker
    /// @throws IOException when the address cannot be bound
    public static DevServer start(InetSocketAddress address, Supplier<Site> site, Invoker invoker,
            Function<String, List<EnvironmentStatus>> environments, BiPredicate<String, OptionalLong> attached,
            Journal journal) throws IOException {
        var server = HttpServer.create(address, 1024);
        var front = new DevServer(server, site, invoker, environments, attached, journal);
        server.setExecutor(front.threads);
        server.createContext("/", front::serve);
        server.start();
        return front;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /// Takes no more requests and lets those under way finish, at most so long. Blocks.
    public void stop(Duration limit) {
        journalPages.close();
        server.stop((int) limit.toSeconds());
        threads.shutdownNow();
    }

    @Override
    public void close() {
        stop(Duration.ZERO);
    }

    /// Answers whatever happens, or breaks the connection off where an answer has begun.
    private void serve(HttpExchange exchange) {
        long begun = System.nanoTime();
        var requestId = Invocation.newRequestId();
        var served = new Served();
        try (exchange) {
            try {
                answer(exchange, requestId, served);
            } catch (RuntimeException | Error e) {
                served.status = Failure.answer(exchange, e, requestId, journal);
            }
        } catch (IOException _) {
            served.status = 499; // the client went away; there is no one to answer
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            if (!served.quiet) journal.append(new RequestServed(served.function, requestId,
                    RequestForm.printable(exchange.getRequestMethod()), exchange.getRequestURI().toString(),
                    served.status, Duration.ofNanos(System.nanoTime() - begun)));
        }
    }

    /// What is known of a request so far, for its line in the log.
    private static final class Served {
        Optional<String> function = Optional.empty();
        boolean quiet;
        int status = 500;
    }

    private void answer(HttpExchange exchange, String requestId, Served served)
            throws IOException, InterruptedException {
        var malformed = RequestForm.refusal(exchange);
        if (malformed.isPresent()) {
            served.status = Sending.send(exchange, malformed.get());
            return;
        }
        var now = site.get();
        var path = exchange.getRequestURI().getRawPath();
        if (path.startsWith(now.pathPrefix() + "/api/")) {
            served.quiet = true; // the status page is asked every second by those who watch
            served.status = ownPage(exchange, now, path);
        } else if (LambdaApiHandler.serves(path)) {
            var refusal = Access.refusal(exchange, now);
            served.function = Optional.of(LambdaApiHandler.PATH);
            served.status = Sending.send(exchange,
                    refusal.isPresent() ? refusal.get() : lambdaApi.answer(exchange, now, requestId));
        } else {
            var match = now.routes().match(exchange.getRequestMethod(), path);
            served.function = match.map(found -> found.route().function());
            served.status = Sending.send(exchange,
                    match.isPresent() ? routes.answer(exchange, now, match.get(), requestId)
                            : Pages.notFound(exchange, now));
        }
    }

    private int ownPage(HttpExchange exchange, Site now, String path) throws IOException {
        var refusal = Access.refusal(exchange, now);
        if (refusal.isPresent()) return Sending.send(exchange, refusal.get());
        var page = path.substring((now.pathPrefix() + "/api").length());
        if (page.equals("/journal") && exchange.getRequestMethod().equals("GET")) return journalPages.stream(exchange);
        if (JournalHandler.serves(page)) return Sending.send(exchange, journalPages.attached(exchange, page));
        return Sending.send(exchange, page.equals("/status") ? status.answer(now) : Pages.notFound(exchange, now));
    }
}
