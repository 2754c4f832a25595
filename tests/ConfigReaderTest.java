import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smyth.config.Code;
import smyth.config.Config;
import smyth.config.ConfigException;
import smyth.config.Debug;
import smyth.config.Execution;
import smyth.config.Function;
import smyth.config.Trigger.HttpRoute;
import smyth.config.LogLevel;
import smyth.config.Strategy;
import smyth.project.ConfigReader;
import smyth.route.Api;
import smyth.route.InvokeMode;
import smyth.route.PathPattern;
import smyth.route.PayloadFormat;

class ConfigReaderTest {
    private static final String HELLO = """
            [handlers.hello]
            handler_path = "Hello"
            """;

    @TempDir
    Path folder;

    @Test
    void everySettingHasADefault() throws Exception {
        var config = read(HELLO);

        assertEquals(folder, config.folder());
        assertEquals(Optional.of(folder.resolve("smyth.toml")), config.file());
        assertEquals("127.0.0.1", config.host());
        assertEquals(8080, config.port());
        assertEquals(LogLevel.INFO, config.logLevel());
        assertEquals("/smyth", config.pathPrefix());
        assertTrue(config.detailedErrors());
        assertEquals("eu-central-1", config.region());
        assertEquals("000000000000", config.accountId());
        assertFalse(config.inheritCredentials());
        assertEquals(Set.of(), config.allowedHosts());
        assertEquals(List.of(), config.notes());
        assertEquals(new Function("hello", Code.of("Hello"), Execution.DEFAULT, List.of()), only(config));
        assertEquals(List.of(HttpRoute.of(PathPattern.parse("/hello"))),
                only(read(HELLO + "url_path = \"/hello\"")).triggers());
    }

    @Test
    void everySettingIsRead() throws Exception {
        Files.createDirectories(folder.resolve("src/main/java"));
        var config = read("""
                host = "0.0.0.0"
                port = 0
                log_level = "debug"
                smyth_path_prefix = "tools/smyth/"
                errors = "aws"
                region = "us-gov-west-1"
                account_id = "123456789012"
                inherit_credentials = true
                allowed_hosts = ["my.tunnel.example"]
                env = { STAGE = "local", KEPT = "top" }

                [handlers.second]
                handler_path = "shop.OrderHandler::handle"
                url_path = "orders/{id:int}"
                runtime = "java21"
                event = "http-api"
                methods = ["get", "POST"]
                timeout = 0.5
                log_level = "ERROR"
                concurrency = 10
                strategy_generator_path = "smyth.runner.strategy.round_robin"
                memory_size = 512
                source = "src/main/java"
                classpath = ["target/classes", "libs/*.jar"]
                build = "mvn -q compile"
                event_data_function_path = "shop.Events::event"
                context_data_function_path = "shop.Events::context"
                env = { STAGE = "own" }
                jvm_options = ["-Xmx1g"]
                debug = false
                reserve = 0

                [handlers.first]
                handler_path = "my_app.handlers.order_handler"
                url_path = "{path:path}"
                """);

        assertEquals("0.0.0.0", config.host());
        assertEquals(0, config.port());
        assertEquals(LogLevel.DEBUG, config.logLevel());
        assertEquals("/tools/smyth", config.pathPrefix());
        assertFalse(config.detailedErrors());
        assertEquals("us-gov-west-1", config.region());
        assertEquals("123456789012", config.accountId());
        assertTrue(config.inheritCredentials());
        assertEquals(Set.of("my.tunnel.example"), config.allowedHosts());
        assertEquals(List.of("second", "first"), config.functions().stream().map(Function::name).toList());
        var code = new Code("shop.OrderHandler::handle", Optional.of("java21"),
                List.of(folder.resolve("src/main/java")), List.of("target/classes", "libs/*.jar"),
                Optional.empty(), List.of(), Optional.of("mvn -q compile"), List.of(),
                Optional.of("shop.Events::event"),
                Optional.of("shop.Events::context"));
        var execution = new Execution(Duration.ofMillis(500), Optional.of(512), 10, Strategy.ROUND_ROBIN,
                Map.of("STAGE", "own", "KEPT", "top"), List.of("-Xmx1g"), new Debug.Off(), 0, LogLevel.ERROR);
        var route = new HttpRoute(PathPattern.parse("/orders/{id:int}"), Set.of("GET", "POST"), PayloadFormat.HTTP_API,
                InvokeMode.BUFFERED, false, Api.NONE);
        assertEquals(new Function("second", code, execution, List.of(route)), config.functions().getFirst());
        assertEquals("second", config.routes().match("GET", "/orders/7").orElseThrow().route().function());
        assertEquals("first", config.routes().match("PUT", "/orders/7").orElseThrow().route().function());
    }

    @Test
    void pythonSmythsFileIsReadAsItIs() throws Exception {
        write("pyproject.toml", """
                [project]
                name = "shop"

                [tool.smyth]
                host = "0.0.0.0"
                port = 8081
                log_level = "DEBUG"
                smyth_path_prefix = "/smyth"
                env = { STAGE = "local", AWS_REGION = "eu-west-1", AWS_ACCESS_KEY_ID = "mine" }

                [tool.smyth.handlers.saleor]
                handler_path = "my_project.handlers.saleor.handler.saleor_http_handler"
                url_path = "{path:path}"
                timeout = 300
                event_data_function_path = "smyth.event.generate_api_gw_v2_event_data"
                context_data_function_path = "smyth.context.generate_context_data"
                log_level = "DEBUG"
                concurrency = 2
                strategy_function_path = "smyth.runner.strategy.round_robin"

                [tool.smyth.handlers.queue]
                handler_path = "my_project.handlers.queue.handler"
                url_path = "/queue"
                event_data_function_path = "smyth.event.generate_lambda_invocation_event_data"
                strategy_generator_path = "smyth.runner.strategy.first_warm"
                """);

        var config = ConfigReader.read(folder);

        assertEquals(List.of(), config.notes());
        var saleor = config.functions().getFirst();
        assertEquals("/{path+}", saleor.routes().getFirst().path().template());
        assertEquals(Duration.ofSeconds(300), saleor.execution().timeout());
        assertEquals(Strategy.ROUND_ROBIN, saleor.execution().strategy());
        assertEquals(Optional.empty(), saleor.code().eventFunction());
        assertEquals(Optional.empty(), saleor.code().contextFunction());
        assertFalse(saleor.routes().getFirst().directEvents());
        assertEquals("eu-west-1", saleor.execution().env().get("AWS_REGION"));
        assertTrue(config.functions().getLast().routes().getFirst().directEvents());
    }

    @Test
    void everyFrontHasItsName() throws Exception {
        for (var format : PayloadFormat.values())
            assertEquals(format, only(read(HELLO + "url_path = \"/\"\nevent = \"" + format.setting() + "\"")).routes()
                    .getFirst().format());
        assertHandlerProblem(
                "event = \"alb\"\nevent_data_function_path = \"smyth.event.generate_api_gw_v2_event_data\"",
                "event_data_function_path: \"smyth.event.generate_api_gw_v2_event_data\" makes http-api events, but "
                        + "event is \"alb\"; remove one of them");
    }

    @Test
    void aHandlerMayHaveSeveralRoutes() throws Exception {
        var config = read(HELLO + """
                timeout = 3

                [[handlers.hello.routes]]
                url_path = "/stream/{id}"
                event = "function-url"
                invoke_mode = "response_stream"

                [[handlers.hello.routes]]
                url_path = "/orders"
                methods = ["post"]
                """);

        assertEquals(List.of(
                new HttpRoute(PathPattern.parse("/stream/{id}"), Set.of(), PayloadFormat.FUNCTION_URL,
                        InvokeMode.RESPONSE_STREAM, false, Api.NONE),
                new HttpRoute(PathPattern.parse("/orders"), Set.of("POST"), PayloadFormat.HTTP_API,
                        InvokeMode.BUFFERED, false, Api.NONE)),
                only(config).triggers());
        assertEquals(InvokeMode.RESPONSE_STREAM,
                config.routes().match("GET", "/stream/1").orElseThrow().route().invokeMode());
        assertEquals(List.of(), only(read(HELLO + "routes = []")).triggers());
        assertEquals(1, only(read(HELLO + "routes = [{ url_path = \"/a\" }]")).triggers().size());
    }

    @Test
    void whatIsWrongWithARouteIsSaidInWords() {
        assertEquals(List.of("3 handlers.hello.url_path: is for a handler with one route, and this one lists its "
                + "routes; move it into a table [[handlers.hello.routes]]",
                "7 handlers.hello.routes.methods: \"GTE\" is not one of ANY, GET, HEAD, POST, PUT, PATCH, DELETE, "
                        + "OPTIONS; did you mean GET?",
                "8 handlers.hello.routes.url_path: is missing; write the path to serve, such as /orders/{id}",
                "9 handlers.hello.routes.timeout: belongs in the handler's own table, above its routes",
                "10 handlers.hello.routes.port: belongs at the top of the file, before the first table",
                "11 handlers.hello.routes.even: unknown setting; did you mean event?"), problems(HELLO + """
                        url_path = "/one"

                        [[handlers.hello.routes]]
                        url_path = "/two"
                        methods = ["GTE"]
                        [[handlers.hello.routes]]
                        timeout = 3
                        port = 1
                        even = "alb"
                        """));
        assertHandlerProblem("[handlers.hello.routes]\nurl_path = \"/\"",
                "routes: this is not a list of tables; write [[handlers.hello.routes]]");
        assertHandlerProblem("routes = [\"/\"]",
                "routes: this is not a list of tables; write [[handlers.hello.routes]]");
        assertHandlerProblem("invoke_mode = \"response_stream\"",
                "invoke_mode: works only with event = \"function-url\", but event is \"http-api\"; change event or "
                        + "remove invoke_mode");
        assertHandlerProblem("event = \"alb\"\ninvoke_mode = \"buffered\"",
                "invoke_mode: works only with event = \"function-url\", but event is \"alb\"; change event or remove "
                        + "invoke_mode");
        assertHandlerProblem("event = \"function-url\"\ninvoke_mode = \"stream\"",
                "invoke_mode: \"stream\" is not one of buffered, response_stream");
    }

    @Test
    void aFunctionThatTheUserStartsIsOne() throws Exception {
        assertEquals(List.of(), only(read("[handlers.a]\ncommand = []\n")).code().command());
        assertHandlerProblem("command = []\nconcurrency = 2",
                "concurrency: command = [] waits for one function that you start, but concurrency is 2; remove "
                        + "concurrency");
    }

    @Test
    void theRegionIsTheConfigurationsElseTheShellsElseADefault() throws Exception {
        var both = Map.of("AWS_REGION", "eu-west-1", "AWS_DEFAULT_REGION", "us-west-2");
        var file = write("smyth.toml", HELLO);
        assertEquals("eu-west-1", ConfigReader.read(file, Optional.empty(), both).region());
        assertEquals("us-west-2", ConfigReader
                .read(file, Optional.empty(), Map.of("AWS_REGION", "", "AWS_DEFAULT_REGION", "us-west-2")).region());
        assertEquals("eu-central-1",
                ConfigReader.read(file, Optional.empty(), Map.of("AWS_REGION", "nowhere")).region());
        assertEquals("eu-central-1", ConfigReader.read(file).region());

        write("smyth.toml", "region = \"sa-east-1\"\n" + HELLO);
        assertEquals("sa-east-1", ConfigReader.read(file, Optional.empty(), both).region());
    }

    @Test
    void strategiesHaveShortNames() throws Exception {
        assertEquals(Strategy.ROUND_ROBIN,
                only(read(HELLO + "strategy_generator_path = \"round_robin\"")).execution().strategy());
        assertEquals(Strategy.FIRST_WARM,
                only(read(HELLO + "strategy_function_path = \"first_warm\"")).execution().strategy());
    }

    @Test
    void everyProblemIsReportedAtOnceWithItsLine() {
        var e = assertThrows(ConfigException.class, () -> read("""
                prot = 9000

                [handlers.orders]
                handler_path = "shop.OrderHandler"
                timeuot = 30
                concurrency = 0

                [handlers.users]
                url_path = "/users/{}"
                """));

        assertEquals(
                """
                5 problems in %s
                  line 1   prot                          unknown setting; did you mean port?
                  line 5   handlers.orders.timeuot       unknown setting; did you mean timeout?
                  line 6   handlers.orders.concurrency   0 is not a whole number from 1 to 1000
                  line 8   handlers.users.handler_path   is missing; write the handler as on AWS, such as shop.OrderHandler or shop.OrderHandler::handle
                  line 9   handlers.users.url_path       invalid path variable in /users/{}; write {name}, {name:path} or {name+}"""
                        .formatted(folder.resolve("smyth.toml")),
                e.getMessage());
    }

    @Test
    void whatIsWrongWithASettingIsSaidInWords() {
        assertProblem("port = \"8080\"", "port: \"8080\" is not a whole number from 0 to 65535; remove the quotes");
        assertProblem("port = 70000", "port: 70000 is not a whole number from 0 to 65535");
        assertProblem("host = 1", "host: 1 is not a string; put it in quotes");
        assertProblem("log_level = \"WARN\"",
                "log_level: \"WARN\" is not one of DEBUG, INFO, WARNING, ERROR, CRITICAL; did you mean WARNING?");
        assertProblem("log_level = \"EROR\"",
                "log_level: \"EROR\" is not one of DEBUG, INFO, WARNING, ERROR, CRITICAL; did you mean ERROR?");
        assertProblem("errors = \"full\"", "errors: \"full\" is not one of detailed, aws");
        assertProblem("inherit_credentials = \"true\"",
                "inherit_credentials: \"true\" is not true or false; remove the quotes");
        assertProblem("region = \"Frankfurt\"", "region: \"Frankfurt\" is not a region such as \"eu-central-1\"");
        assertProblem("account_id = 123456789012",
                "account_id: 123456789012 is not an account id of 12 digits in quotes");
        assertProblem("allowed_hosts = \"a\"", "allowed_hosts: \"a\" is not a list of strings, such as [\"a\", \"b\"]");
        assertProblem("allowed_hosts = [1]",
                "allowed_hosts: this list is not a list of strings, such as [\"a\", \"b\"]");
        assertProblem("smyth_path_prefix = \"/a b\"",
                "smyth_path_prefix: \"/a b\" is not a path; write one such as /smyth");
        assertProblem("timeout = 3", "timeout: belongs in the table of a handler, [handlers.NAME]");
    }

    @Test
    void whatIsWrongWithAHandlerIsSaidInWords() {
        assertHandlerProblem("timeout = 0", "timeout: 0 is not a number of seconds above 0 and up to 900");
        assertHandlerProblem("timeout = 901", "timeout: 901 is not a number of seconds above 0 and up to 900");
        assertHandlerProblem("timeout = nan", "timeout: NaN is not a number of seconds above 0 and up to 900");
        assertHandlerProblem("timeout = \"30\"",
                "timeout: \"30\" is not a number of seconds above 0 and up to 900; remove the quotes");
        assertHandlerProblem("memory_size = 64", "memory_size: 64 is not a whole number from 128 to 10240");
        assertHandlerProblem("port = 1", "port: belongs at the top of the file, before the first table");
        assertHandlerProblem("runtime = \"java2\"",
                "runtime: \"java2\" is not a supported runtime; use java11, java17, java21, java25, "
                        + "python3.x, nodejs22.x or provided; did you mean java21?");
        assertHandlerProblem("event = \"http\"",
                "event: \"http\" is not one of http-api, http-api-v1, rest-api, alb, alb-multi-value, function-url; "
                        + "did you mean http-api?");
        assertHandlerProblem("methods = [\"GTE\"]",
                "methods: \"GTE\" is not one of ANY, GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS; did you mean GET?");
        assertHandlerProblem("url_path = \"/{x:slug}\"",
                "url_path: unknown converter 'slug' in /{x:slug}; use str, int, float, uuid or path");
        assertHandlerProblem("source = \"nowhere\"", "source: \"nowhere\" does not exist in " + folder);
        assertHandlerProblem("reserve = 2", "reserve: 2 is not a whole number from 0 to 1");
        assertHandlerProblem("command = [\"./run\"]\nruntime = \"java21\"",
                "command: works only with runtime = \"provided\", not with \"java21\"");
        assertHandlerProblem("strategy_generator_path = \"my.strategies.least_used\"",
                "strategy_generator_path: \"my.strategies.least_used\" is not built in; use "
                        + "smyth.runner.strategy.first_warm or smyth.runner.strategy.round_robin");
        assertHandlerProblem("strategy_generator_path = \"first_warm\"\nstrategy_function_path = \"first_warm\"",
                "strategy_function_path: is another name for strategy_generator_path; remove one of them");
        assertHandlerProblem("event_data_function_path = \"smyth.event.generate_event\"",
                "event_data_function_path: \"smyth.event.generate_event\" is not built in; use "
                        + "smyth.event.generate_api_gw_v2_event_data or "
                        + "smyth.event.generate_lambda_invocation_event_data, or name a function of your own");
        assertProblem("[handlers.a]\nhandler_path = \"src/Orders.java\"",
                "handlers.a.handler_path: \"src/Orders.java\" is a file; name the class, such as Orders, with its "
                        + "package");
        assertProblem("[handlers.a]\nhandler_path = \"Orders::\"",
                "handlers.a.handler_path: \"Orders::\" is not a handler; write the handler as on AWS, such as "
                        + "shop.OrderHandler or shop.OrderHandler::handle");
    }

    @Test
    void functionNamesAreAwsNames() {
        assertProblem("[handlers.\"a b\"]\nhandler_path = \"A\"",
                "handlers.\"a b\": \"a b\" is not a valid function name on AWS; use up to 64 letters, digits, hyphens "
                        + "and underscores");
        assertProblem("[handlers.a]\nhandler_path = \"A\"\n[handlers.A]\nhandler_path = \"A\"",
                "handlers.A: differs from handlers.a only in upper and lower case; rename one of them");
        assertProblem("handlers = \"a\"", "handlers: this is not a table; write [handlers]");
        assertProblem("[[handlers]]", "handlers: this is not a table; write [handlers]");
        assertProblem("[handlers]\na = 1", "handlers.a: this is not a table; write [handlers.a]",
                "handlers.a.handler_path: is missing; write the handler as on AWS, such as shop.OrderHandler or "
                        + "shop.OrderHandler::handle");
        assertEquals(List.of(
                "0 handlers: there are no handlers; add a table [handlers.NAME] with a handler_path, or run "
                        + "smyth init"),
                problems("port = 1"));
    }

    @Test
    void syntaxErrorsHaveLineAndColumnAndShowNoValue() {
        assertEquals(List.of("2 : column 15: Unexpected text, expected a newline or end-of-input"),
                problems("[handlers.a]\ntimeout = 300 s3cret"));
        assertEquals(List.of("2 : column 1: port previously defined at line 1, column 1"),
                problems("port = 1\nport = 2"));
        assertFalse(problems("[handlers.a.env]\nTOKEN = s3cret-t0ken\nB = \"x").toString().contains("s3c"));
    }

    @Test
    void valuesOfEnvAreNeverShown() throws Exception {
        assertEquals(List.of("1 env: this is not a table; write [env]"), problems("env = \"TOKEN=s3cret\"\n" + HELLO));
        assertEquals(List.of("2 env.TOKEN: the value of an environment variable must be a string; put it in quotes"),
                problems("[env]\nTOKEN = 12345\n" + HELLO));
        assertFalse(read(HELLO + "env = { TOKEN = \"s3cret\" }").toString().contains("s3cret"));
    }

    @Test
    void variablesThatSmythSetsAreRefusedAndThoseThatAwsRefusesAreNoted() throws Exception {
        assertEquals(
                List.of("3 handlers.hello.env.AWS_LAMBDA_RUNTIME_API: is set by Smyth for every worker; remove it",
                        "3 handlers.hello.env._HANDLER: is set by Smyth for every worker; remove it"),
                problems(HELLO + "env = { AWS_LAMBDA_RUNTIME_API = \"a\", _HANDLER = \"b\" }"));
        assertEquals(List.of(
                "3 handlers.hello.env.A-B: is not a valid name of an environment variable; use letters, "
                        + "digits and underscores, and begin with a letter"),
                problems(HELLO + "env = { A-B = \"a\" }"));
        assertEquals(List.of("AWS rejects the environment variable AWS_LAMBDA_FUNCTION_NAME; Smyth sets it"),
                read(HELLO + "env = { AWS_LAMBDA_FUNCTION_NAME = \"a\", AWS_SECRET_ACCESS_KEY = \"b\" }").notes());
        assertEquals(List.of("handlers.hello has 5003 bytes of environment variables; AWS allows 4096"),
                read(HELLO + "env = { BIG = \"%s\" }".formatted("x".repeat(5000))).notes());
    }

    @Test
    void theEnvFileIsWeakerThanEveryEnv() throws Exception {
        write(".env", "A=file\nB=file\nC=file\n");
        var config = read("env = { B = \"top\", C = \"top\" }\n" + HELLO + "env = { C = \"own\" }");

        assertEquals(Map.of("A", "file", "B", "top", "C", "own"), only(config).execution().env());
        assertEquals(List.of(folder.resolve("smyth.toml"), folder.resolve(".env")), config.readFrom());
    }

    @Test
    void anEnvFileCanBeNamedForAllForOneOrOnTheCommandLine() throws Exception {
        write(".env", "FROM=default");
        write("all.env", "FROM=all");
        write("one.env", "FROM=one");
        write("line.env", "FROM=line");
        var toml = "env_file = \"all.env\"\n" + HELLO
                + "[handlers.other]\nhandler_path = \"Other\"\nenv_file = \"one.env\"\n";

        assertEquals(List.of("all", "one"),
                read(toml).functions().stream().map(function -> function.execution().env().get("FROM")).toList());
        assertEquals(List.of("line", "line"),
                ConfigReader.read(folder, Optional.of(folder.resolve("line.env")), Map.of()).functions().stream()
                        .map(function -> function.execution().env().get("FROM")).toList());
    }

    @Test
    void anEnvFileThatIsMissingOrWrongIsAProblem() throws Exception {
        assertEquals(List.of("3 handlers.hello.env_file: " + folder.resolve("no.env") + " does not exist"),
                problems(HELLO + "env_file = \"no.env\""));
        write(".env", "GOOD=1\ns3cret\n_HANDLER=x\n");
        var e = assertThrows(ConfigException.class, () -> read("prot = 1\n" + HELLO));
        assertEquals("""
                3 problems in 2 files
                  %s
                    line 1   prot   unknown setting; did you mean port?
                  %s
                    line 2              this is not NAME=value
                    line 3   _HANDLER   is set by Smyth for every worker; remove it"""
                .formatted(folder.resolve("smyth.toml"), folder.resolve(".env")), e.getMessage());
    }

    @Test
    void aRouteThatIsNeverReachedIsNoted() throws Exception {
        var config = read(
                "[handlers.a]\nhandler_path = \"A\"\nurl_path = \"/x/{y}\"\n[handlers.b]\nhandler_path = "
                        + "\"B\"\nurl_path = \"x/{y}\"\nmethods = [\"GET\"]");

        assertEquals(List.of("handlers.b: GET /x/{y} is never reached, because handlers.a comes first and answers the "
                + "same path"),
                config.notes());
    }

    @Test
    void aByteOrderMarkIsNoProblemAndBadEncodingIsOne() throws Exception {
        assertEquals("Hello", only(read("\uFEFF" + HELLO)).code().handler());
        Files.write(folder.resolve("smyth.toml"), new byte[] {(byte) 0xE4});
        assertEquals(folder.resolve("smyth.toml") + " is not UTF-8; save it as UTF-8",
                assertThrows(ConfigException.class, () -> ConfigReader.read(folder)).getMessage());
    }

    // --- infra ---

    private Path write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private Config read(String toml) throws IOException, ConfigException {
        return ConfigReader.read(write("smyth.toml", toml));
    }

    private static Function only(Config config) {
        assertEquals(1, config.functions().size());
        return config.functions().getFirst();
    }

    private List<String> problems(String toml) {
        return assertThrows(ConfigException.class, () -> read(toml)).problems().stream()
                .map(problem -> problem.line() + " " + problem.key() + ": " + problem.message()).toList();
    }

    /// Of a file whose only lines, beside a good handler, are these.
    private void assertProblem(String toml, String... expected) {
        var whole = toml.contains("handlers") ? toml : toml + "\n" + HELLO;
        assertEquals(List.of(expected),
                problems(whole).stream().map(problem -> problem.substring(problem.indexOf(' ') + 1)).toList());
    }

    private void assertHandlerProblem(String line, String... expected) {
        assertEquals(Stream.of(expected).map("handlers.hello."::concat).toList(),
                problems(HELLO + line).stream().map(problem -> problem.substring(problem.indexOf(' ') + 1)).toList());
    }
}
