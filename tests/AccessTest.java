import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import smyth.classpath.CacheFolder;
import smyth.config.Config;
import smyth.config.Function;
import smyth.project.ConfigReader;
import smyth.runtime.Built;
import smyth.runtime.Runtimes;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Who may do what: pages of a browser, names that are not ours, credentials that handlers shall not see.
class AccessTest {
    private static final String INVOKE = "POST /2015-03-31/functions/echo/invocations";
    private static final String STATUS = "GET /smyth/api/status";
    private static final String ROUTE = "GET /echo";
    private static final Map<String, String> CREDENTIALS = Map.ofEntries(Map.entry("AWS_ACCESS_KEY_ID", "AKIAREAL"),
            Map.entry("AWS_SECRET_ACCESS_KEY", "real"),
            Map.entry("AWS_SESSION_TOKEN", "real"), Map.entry("AWS_PROFILE", "real"),
            Map.entry("AWS_DEFAULT_PROFILE", "real"), Map.entry("AWS_CONTAINER_CREDENTIALS_FULL_URI", "real"),
            Map.entry("AWS_CONTAINER_AUTHORIZATION_TOKEN", "real"), Map.entry("AWS_WEB_IDENTITY_TOKEN_FILE", "real"),
            Map.entry("AWS_ROLE_ARN", "real"), Map.entry("AWS_ROLE_SESSION_NAME", "real"),
            Map.entry("AWS_BEARER_TOKEN_BEDROCK", "real"), Map.entry("AWS_CONFIG_FILE", "real"),
            Map.entry("AWS_SHARED_CREDENTIALS_FILE", "real"), Map.entry("AWS_LOGIN_CACHE_DIRECTORY", "real"),
            Map.entry("AWS_CREDENTIAL_PROFILES_FILE", "real"), Map.entry("AWS_CREDENTIAL_FILE", "real"),
            Map.entry("AWS_SECURITY_TOKEN", "real"), Map.entry("AWS_ACCESS_KEY", "real"),
            Map.entry("AWS_SECRET_KEY", "real"), Map.entry("AWS_CREDENTIAL_EXPIRATION", "real"));
    private static TestProject project;
    private static int port;

    @BeforeAll
    static void serve() throws Exception {
        project = TestProject.of("allowed_hosts = [\"DevBox.example\"]\n"
                + function("echo", "fixtures.Echo::token", "url_path = \"/echo\"")
                + function("env", "fixtures.Shows::env", "")).start();
        port = project.uri("/").getPort();
    }

    @AfterAll
    static void stop() throws IOException {
        project.close();
    }

    // --- Host ---

    @Test
    void ownNamesReachOurPagesAndTheLambdaApi() throws Exception {
        for (var host : List.of("localhost", "LOCALHOST", "127.0.0.1", "192.168.7.7", "[::1]", "shop.localhost",
                "host.docker.internal", "devbox.example", InetAddress.getLocalHost().getHostName())) {
            assertEquals(200, status(STATUS, "Host: " + host + ":" + port), host);
            assertEquals(200, status(INVOKE, "Host: " + host), host);
        }
    }

    @Test
    void anyOtherNameIsRefusedAndTheKeyToSetIsNamed() throws Exception {
        for (var request : List.of(STATUS, INVOKE)) {
            var reply = send(port, request, "Host: rebinding.example:" + port);

            assertTrue(reply.startsWith("HTTP/1.1 403 "), reply);
            assertTrue(reply.endsWith(
                    "{\"message\":\"Forbidden\",\"errorMessage\":\"Host 'rebinding.example' is not one of Smyth's "
                            + "own; to allow it, set allowed_hosts = [\\\"rebinding.example\\\"]\"}"),
                    reply);
        }
        for (var host : List.of("localhost.example", "127.0.0.1.example", "1.2.3.4.5", "evil-localhost",
                "sub.devbox.example"))
            assertEquals(403, status(STATUS, "Host: " + host), host);
    }

    @Test
    void handlersAnswerUnderEveryName() throws Exception {
        for (var host : List.of("a1b2.tunnel.example", "host.docker.internal:" + port, "rebinding.example"))
            assertEquals(200, status(ROUTE, "Host: " + host), host);
    }

    // --- browsers ---

    @Test
    void aPageOfAnotherOriginIsRefused() throws Exception {
        for (var request : List.of(STATUS, INVOKE)) {
            for (var origin : List.of("https://shop.example", "http://localhost:3000", "http://127.0.0.1:" + (port + 1),
                    "null", "http://[broken")) {
                var reply = send(port, request, "Host: localhost:" + port, "Origin: " + origin);

                assertTrue(reply.startsWith("HTTP/1.1 403 "), reply);
                assertTrue(reply.endsWith("{\"message\":\"Forbidden\",\"errorMessage\":\"a page of origin '" + origin
                        + "' may not use Smyth's own pages; handlers' routes are open to it\"}"), reply);
            }
            for (var site : List.of("cross-site", "same-site")) {
                var reply = send(port, request, "Host: localhost:" + port, "Sec-Fetch-Site: " + site);

                assertTrue(reply.endsWith(
                        "{\"message\":\"Forbidden\",\"errorMessage\":\"a page of another origin may not use Smyth's "
                                + "own pages; handlers' routes are open to it\"}"),
                        reply);
            }
        }
    }

    @Test
    void ourOwnPagesAndAnAddressTypedByHandAreLetThrough() throws Exception {
        assertEquals(200, status(STATUS, "Host: localhost:" + port, "Origin: http://localhost:" + port,
                "Sec-Fetch-Site: same-origin"));
        assertEquals(200, status(INVOKE, "Host: localhost:" + port, "Origin: http://LOCALHOST:" + port));
        assertEquals(200, status(STATUS, "Host: localhost:" + port, "Sec-Fetch-Site: none"));
    }

    @Test
    void handlersAnswerPagesOfEveryOrigin() throws Exception {
        assertEquals(200,
                status(ROUTE, "Host: localhost:" + port, "Origin: https://shop.example", "Sec-Fetch-Site: cross-site"));
    }

    // --- Runtime API ---

    @Test
    void runtimeApiListensOnLoopbackAndRefusesBrowsersAndOtherNames() throws Exception {
        var address = variables().get("AWS_LAMBDA_RUNTIME_API");
        int api = Integer.parseInt(address.substring("127.0.0.1:".length()));
        var next = "GET /2018-06-01/runtime/invocation/next";
        var refusal = "{\"errorMessage\":\"only this execution environment's own worker may call the Runtime "
                + "API\",\"errorType\":\"Forbidden\"}";

        for (var headers : new String[][] {{"Host: rebinding.example"}, {"Host: 127.0.0.1:" + (api + 1)},
                {"Host: " + address, "Origin: http://" + address}, {"Host: " + address, "Sec-Fetch-Mode: cors"}, {}}) {
            var reply = send(api, next, headers);

            assertTrue(reply.startsWith("HTTP/1.1 403 "), reply);
            assertTrue(reply.endsWith(refusal), reply);
        }
        assertTrue(send(api, "GET /2018-06-01/ping", "Host: " + address).endsWith("pong"));
        assertNobodyListensBeyondLoopback(api);
    }

    // --- addresses ---

    @Test
    void onlyLoopbackIsListenedOnUnlessHostSaysOtherwise() throws Exception {
        assertNobodyListensBeyondLoopback(port);
        try (var open = TestProject
                .of("host = \"0.0.0.0\"\n" + function("echo", "fixtures.Echo::token", "url_path = \"/echo\""))
                .start()) {
            assertTrue(open.url().startsWith("http://127.0.0.1:"), open.url());
            for (var address : addresses()) assertEquals(200,
                    Integer.parseInt(send(new InetSocketAddress(address, open.uri("/").getPort()), ROUTE, "Host: any")
                            .substring(9, 12)));
        }
    }

    // --- credentials ---

    @Test
    void credentialsOfTheShellDoNotReachHandlers() throws Exception {
        var seen = launched("", CREDENTIALS);

        assertEquals(Map.of("AWS_ACCESS_KEY_ID", "000000000000", "AWS_SECRET_ACCESS_KEY", "test", "AWS_SESSION_TOKEN",
                "test", "AWS_EC2_METADATA_DISABLED", "true"), credentials(seen));
    }

    @Test
    void otherSettingsOfTheShellForAwsReachHandlers() throws Exception {
        var settings = Map.of("AWS_CA_BUNDLE", "/ca.pem", "AWS_MAX_ATTEMPTS", "1", "AWS_ENDPOINT_URL_SQS", "http://q",
                "AWS_ROLES", "mine");
        var seen = launched("", settings);

        settings.forEach((name, value) -> assertEquals(value, seen.get(name), name));
    }

    @Test
    void inheritCredentialsHandsThemOnAndPutsNoPlaceholderBeside() throws Exception {
        assertEquals(CREDENTIALS, credentials(launched("inherit_credentials = true\n", CREDENTIALS)));
        assertEquals(Map.of(), credentials(launched("inherit_credentials = true\n", Map.of())));
    }

    @Test
    void credentialsOfTheConfigurationAreWhatTheHandlerGets() throws Exception {
        var seen = launched("env = { AWS_ACCESS_KEY_ID = \"local\", AWS_ENDPOINT_URL_LAMBDA = \"http://elsewhere\" }\n",
                CREDENTIALS);

        assertEquals("local", seen.get("AWS_ACCESS_KEY_ID"));
        assertEquals("test", seen.get("AWS_SECRET_ACCESS_KEY"));
        assertEquals("http://elsewhere", seen.get("AWS_ENDPOINT_URL_LAMBDA"));
    }

    @Test
    void aClientInAHandlerFindsSmythInPlaceOfTheShellsEndpoint() throws Exception {
        assertEquals("http://127.0.0.1:1",
                launched("", Map.of("AWS_ENDPOINT_URL_LAMBDA", "https://lambda.eu-central-1.amazonaws.com"))
                        .get("AWS_ENDPOINT_URL_LAMBDA"));
        assertEquals(project.url(), variables().get("AWS_ENDPOINT_URL_LAMBDA"));
    }

    @Test
    void withholdingIsToldOnlyWhereThereIsSomething() throws Exception {
        try (var plain = TestProject.of(function("env", "fixtures.Shows::env", ""));
                var inheriting = TestProject
                        .of("inherit_credentials = true\n" + function("env", "fixtures.Shows::env", ""))) {
            assertTrue(Runtimes.withholdsCredentials(config(plain), CREDENTIALS));
            assertFalse(Runtimes.withholdsCredentials(config(plain), Map.of("AWS_REGION", "eu-west-1")));
            assertFalse(Runtimes.withholdsCredentials(config(inheriting), CREDENTIALS));
        }
    }

    // --- infra ---

    private static String function(String name, String handler, String settings) {
        return "[handlers.%s]\nhandler_path = \"%s\"\nsource = \"%s\"\n%s\n".formatted(name, handler,
                TestProject.FUNCTIONS.toString().replace("\\", "/"), settings);
    }

    private static Config config(TestProject project) throws Exception {
        return ConfigReader.read(project.folder.resolve("smyth.toml"));
    }

    /// The same one as in events and ARNs.
    @Test
    void regionOfTheWorkerIsTheOneInForce() throws Exception {
        var shell = Map.of("AWS_REGION", "eu-west-1", "AWS_DEFAULT_REGION", "us-west-2");
        for (var name : List.of("AWS_REGION", "AWS_DEFAULT_REGION")) {
            assertEquals("eu-west-1", launched("", shell).get(name));
            assertEquals("sa-east-1", launched("region = \"sa-east-1\"\n", shell).get(name));
            assertEquals("eu-central-1", launched("", Map.of()).get(name));
        }
        assertEquals("ap-south-1",
                launched("region = \"sa-east-1\"\nenv = { AWS_REGION = \"ap-south-1\" }\n", shell).get("AWS_REGION"));
    }

    /// The variables of a worker as Smyth would start it from a shell with these and nothing else but its cache.
    private static Map<String, String> launched(String toml, Map<String, String> shell) throws Exception {
        try (var unstarted = TestProject.of(toml + function("env", "fixtures.Shows::env", ""));
                var runtimes = new Runtimes(shell, cache(), _ -> {})) {
            var config = ConfigReader.read(unstarted.folder.resolve("smyth.toml"), Optional.empty(), shell);
            Function function = config.functions().getFirst();
            return switch (runtimes.of(config, function, "http://127.0.0.1:1", _ -> {}).build()) {
                case Built.Runnable built -> built.launch().env();
                case Built.Broken broken -> throw new AssertionError(broken.message());
            };
        }
    }

    private static CacheFolder cache() {
        return CacheFolder.of(System.getenv(), new Properties(System.getProperties()));
    }

    private static Map<String, String> credentials(Map<String, String> variables) {
        var found = new TreeMap<>(variables);
        found.keySet().removeIf(name -> !CREDENTIALS.containsKey(name) && !name.equals("AWS_EC2_METADATA_DISABLED"));
        return found;
    }

    private static Map<String, String> variables() throws Exception {
        return JsonMapper.shared().readValue(project.invoke("env", "{}").body(), new TypeReference<>() {
        });
    }

    private static void assertNobodyListensBeyondLoopback(int port) throws Exception {
        for (var address : addresses()) {
            try (var socket = new Socket()) {
                assertThrows(ConnectException.class, () -> socket.connect(new InetSocketAddress(address, port), 2000),
                        () -> address + ":" + port + " can be reached");
            }
        }
    }

    /// This machine's addresses but for loopback.
    private static List<InetAddress> addresses() throws Exception {
        return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress()).toList();
    }

    private static int status(String request, String... headers) throws IOException {
        return Integer.parseInt(send(port, request, headers).substring(9, 12));
    }

    private static String send(int port, String request, String... headers) throws IOException {
        return send(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), request, headers);
    }

    /// The whole reply to a request that has these headers and no others.
    private static String send(InetSocketAddress to, String request, String... headers) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(to, 10_000);
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write((request + " HTTP/1.1\r\n"
                            + String.join("", List.of(headers).stream().map(header -> header + "\r\n").toList())
                            + (request.startsWith("POST") ? "Content-Length: 2\r\n\r\n{}" : "\r\n")).getBytes(UTF_8));
            return read(socket);
        }
    }

    private static String read(Socket socket) throws IOException {
        var in = socket.getInputStream();
        var text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) return text.toString();
            text.append((char) next);
        }
        var length = java.util.regex.Pattern.compile("(?i)content-length: (\\d+)").matcher(text);
        if (length.find()) text.append(new String(in.readNBytes(Integer.parseInt(length.group(1))), UTF_8));
        return text.toString();
    }
}
