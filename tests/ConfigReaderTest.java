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
import smyth.config.Config;
import smyth.config.ConfigException;
import smyth.config.Debug;
import smyth.config.FunctionConfig;
import smyth.config.LogLevel;
import smyth.config.Strategy;
import smyth.project.ConfigReader;
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
        assertEquals(new FunctionConfig("hello", "Hello", Optional.empty(), Optional.empty(), Set.of(),
                PayloadFormat.HTTP_API, Duration.ofSeconds(900), LogLevel.INFO, 1,
                Strategy.FIRST_WARM, Optional.empty(), List.of(), List.of(), Optional.empty(), List.of(),
                Optional.empty(), Optional.empty(), false, Map.of(), List.of(),
                new Debug.Off(), 1), only(config));
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
        assertEquals(List.of("second", "first"), config.functions().stream().map(FunctionConfig::name).toList());
        assertEquals(
                new FunctionConfig("second", "shop.OrderHandler::handle", Optional.of("java21"),
                        Optional.of(PathPattern.parse("/orders/{id:int}")), Set.of("GET", "POST"),
                        PayloadFormat.HTTP_API, Duration.ofMillis(500), LogLevel.ERROR, 10, Strategy.ROUND_ROBIN,
                        Optional.of(512), List.of(folder.resolve("src/main/java")),
                        List.of("target/classes", "libs/*.jar"), Optional.of("mvn -q compile"), List.of(),
                        Optional.of("shop.Events::event"), Optional.of("shop.Events::context"), false,
                        Map.of("STAGE", "own", "KEPT", "top"), List.of("-Xmx1g"), new Debug.Off(), 0),
                config.functions().getFirst());
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
        assertEquals("/{path+}", saleor.path().orElseThrow().template());
        assertEquals(Duration.ofSeconds(300), saleor.timeout());
        assertEquals(Strategy.ROUND_ROBIN, saleor.strategy());
        assertEquals(Optional.empty(), saleor.eventFunction());
        assertEquals(Optional.empty(), saleor.contextFunction());
        assertFalse(saleor.directEvents());
        assertEquals("eu-west-1", saleor.env().get("AWS_REGION"));
        assertTrue(config.functions().getLast().directEvents());
    }

    @Test
    void everyFrontHasItsName() throws Exception {
        for (var format : PayloadFormat.values())
            assertEquals(format, only(read(HELLO + "event = \"" + format.setting() + "\"")).format());
        assertHandlerProblem(
                "event = \"alb\"\nevent_data_function_path = \"smyth.event.generate_api_gw_v2_event_data\"",
                "event_data_function_path: \"smyth.event.generate_api_gw_v2_event_data\" makes http-api events, but "
                        + "event is \"alb\"; leave one of them out");
    }

    @Test
    void aFunctionThatTheUserStartsIsOne() throws Exception {
        assertEquals(List.of(), only(read("[handlers.a]\ncommand = []\n")).command());
        assertHandlerProblem("command = []\nconcurrency = 2",
                "concurrency: command = [] awaits one function that you start, and concurrency is 2; leave it out");
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
        assertEquals(Strategy.ROUND_ROBIN, only(read(HELLO + "strategy_generator_path = \"round_robin\"")).strategy());
        assertEquals(Strategy.FIRST_WARM, only(read(HELLO + "strategy_function_path = \"first_warm\"")).strategy());
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
                  line 8   handlers.users.handler_path   is missing; write the handler as AWS does, such as shop.OrderHandler or shop.OrderHandler::handle
                  line 9   handlers.users.url_path       not a path variable in /users/{}; write {name}, {name:path} or {name+}"""
                        .formatted(folder.resolve("smyth.toml")),
                e.getMessage());
    }

    @Test
    void whatIsWrongWithASettingIsSaidInWords() {
        assertProblem("port = \"8080\"", "port: \"8080\" is not a whole number from 0 to 65535; leave out the quotes");
        assertProblem("port = 70000", "port: 70000 is not a whole number from 0 to 65535");
        assertProblem("host = 1", "host: 1 is not text in quotes");
        assertProblem("log_level = \"WARN\"",
                "log_level: \"WARN\" is none of DEBUG, INFO, WARNING, ERROR, CRITICAL; did you mean WARNING?");
        assertProblem("log_level = \"EROR\"",
                "log_level: \"EROR\" is none of DEBUG, INFO, WARNING, ERROR, CRITICAL; did you mean ERROR?");
        assertProblem("errors = \"full\"", "errors: \"full\" is none of detailed, aws");
        assertProblem("inherit_credentials = \"true\"",
                "inherit_credentials: \"true\" is not true or false; leave out the quotes");
        assertProblem("region = \"Frankfurt\"", "region: \"Frankfurt\" is not a region such as \"eu-central-1\"");
        assertProblem("account_id = 123456789012",
                "account_id: 123456789012 is not an account id of 12 digits in quotes");
        assertProblem("allowed_hosts = \"a\"", "allowed_hosts: \"a\" is not a list of texts, such as [\"a\", \"b\"]");
        assertProblem("allowed_hosts = [1]", "allowed_hosts: this list is not a list of texts, such as [\"a\", \"b\"]");
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
                "timeout: \"30\" is not a number of seconds above 0 and up to 900; leave out the quotes");
        assertHandlerProblem("memory_size = 64", "memory_size: 64 is not a whole number from 128 to 10240");
        assertHandlerProblem("port = 1", "port: belongs at the top of the file, before every table");
        assertHandlerProblem("runtime = \"java2\"",
                "runtime: \"java2\" is no runtime that Smyth knows; there are java11, java17, java21, java25, "
                        + "python3.x, nodejs22.x, provided; did you mean java21?");
        assertHandlerProblem("event = \"http\"",
                "event: \"http\" is none of http-api, http-api-v1, rest-api, alb, alb-multi-value, function-url; "
                        + "did you mean http-api?");
        assertHandlerProblem("methods = [\"GTE\"]",
                "methods: \"GTE\" is none of ANY, GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS; did you mean GET?");
        assertHandlerProblem("url_path = \"/{x:slug}\"",
                "url_path: unknown convertor 'slug' in /{x:slug}; there are str, int, float, uuid and path");
        assertHandlerProblem("source = \"nowhere\"", "source: \"nowhere\" does not exist in " + folder);
        assertHandlerProblem("reserve = 2", "reserve: 2 is not a whole number from 0 to 1");
        assertHandlerProblem("command = [\"./run\"]\nruntime = \"java21\"",
                "command: goes with runtime = \"provided\", not with \"java21\"");
        assertHandlerProblem("strategy_generator_path = \"my.strategies.least_used\"",
                "strategy_generator_path: \"my.strategies.least_used\" is not built in; write "
                        + "smyth.runner.strategy.first_warm or smyth.runner.strategy.round_robin, or start Smyth "
                        + "from code of your own (a custom entry point) and give it a DispatchStrategy");
        assertHandlerProblem("strategy_generator_path = \"first_warm\"\nstrategy_function_path = \"first_warm\"",
                "strategy_function_path: is another name of strategy_generator_path; leave one of them out");
        assertHandlerProblem("event_data_function_path = \"smyth.event.generate_event\"",
                "event_data_function_path: \"smyth.event.generate_event\" is not built in; there is "
                        + "smyth.event.generate_api_gw_v2_event_data and "
                        + "smyth.event.generate_lambda_invocation_event_data");
        assertProblem("[handlers.a]\nhandler_path = \"src/Orders.java\"",
                "handlers.a.handler_path: \"src/Orders.java\" is a file; write the class, such as Orders, with its "
                        + "package");
        assertProblem("[handlers.a]\nhandler_path = \"Orders::\"",
                "handlers.a.handler_path: \"Orders::\" is no handler; write one as AWS does, such as "
                        + "shop.OrderHandler or shop.OrderHandler::handle");
    }

    @Test
    void functionNamesAreAwsNames() {
        assertProblem("[handlers.\"a b\"]\nhandler_path = \"A\"",
                "handlers.\"a b\": \"a b\" is no function name on AWS; use up to 64 letters, digits, - and _");
        assertProblem("[handlers.a]\nhandler_path = \"A\"\n[handlers.A]\nhandler_path = \"A\"",
                "handlers.A: differs from handlers.a in upper and lower case only; rename one of them");
        assertProblem("handlers = \"a\"", "handlers: this is not a table; write [handlers]");
        assertProblem("[[handlers]]", "handlers: this is not a table; write [handlers]");
        assertProblem("[handlers]\na = 1", "handlers.a: this is not a table; write [handlers.a]",
                "handlers.a.handler_path: is missing; write the handler as AWS does, such as shop.OrderHandler or "
                        + "shop.OrderHandler::handle");
        assertEquals(List.of(
                "0 handlers: there is no handler; add a table [handlers.NAME] with a handler_path, or type smyth init"),
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
        assertEquals(List.of("2 env.TOKEN: the value of an environment variable is text; put it in quotes"),
                problems("[env]\nTOKEN = 12345\n" + HELLO));
        assertFalse(read(HELLO + "env = { TOKEN = \"s3cret\" }").toString().contains("s3cret"));
    }

    @Test
    void variablesThatSmythSetsAreRefusedAndThoseThatAwsRefusesAreNoted() throws Exception {
        assertEquals(
                List.of("3 handlers.hello.env.AWS_LAMBDA_RUNTIME_API: is set by Smyth for every worker; leave it out",
                        "3 handlers.hello.env._HANDLER: is set by Smyth for every worker; leave it out"),
                problems(HELLO + "env = { AWS_LAMBDA_RUNTIME_API = \"a\", _HANDLER = \"b\" }"));
        assertEquals(List.of(
                "3 handlers.hello.env.A-B: is no name of an environment variable; use letters, digits and _, a "
                        + "letter first"),
                problems(HELLO + "env = { A-B = \"a\" }"));
        assertEquals(List.of("AWS refuses an environment variable AWS_LAMBDA_FUNCTION_NAME; here it is set"),
                read(HELLO + "env = { AWS_LAMBDA_FUNCTION_NAME = \"a\", AWS_SECRET_ACCESS_KEY = \"b\" }").notes());
        assertEquals(List.of("handlers.hello has 5003 bytes of environment variables; AWS takes 4096"),
                read(HELLO + "env = { BIG = \"%s\" }".formatted("x".repeat(5000))).notes());
    }

    @Test
    void theEnvFileIsWeakerThanEveryEnv() throws Exception {
        write(".env", "A=file\nB=file\nC=file\n");
        var config = read("env = { B = \"top\", C = \"top\" }\n" + HELLO + "env = { C = \"own\" }");

        assertEquals(Map.of("A", "file", "B", "top", "C", "own"), only(config).env());
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
                read(toml).functions().stream().map(function -> function.env().get("FROM")).toList());
        assertEquals(List.of("line", "line"),
                ConfigReader.read(folder, Optional.of(folder.resolve("line.env")), Map.of()).functions().stream()
                        .map(function -> function.env().get("FROM")).toList());
    }

    @Test
    void anEnvFileThatIsMissingOrWrongIsAProblem() throws Exception {
        assertEquals(List.of("3 handlers.hello.env_file: " + folder.resolve("no.env") + " does not exist"),
                problems(HELLO + "env_file = \"no.env\""));
        write(".env", "GOOD=1\ns3cret\n_HANDLER=x\n");
        assertEquals(
                List.of("0 env_file: " + folder.resolve(".env") + ": line 2 is not NAME=value",
                        "0 env_file: " + folder.resolve(".env")
                                + ": _HANDLER is set by Smyth for every worker; leave it out"),
                problems(HELLO));
    }

    @Test
    void aRouteThatIsNeverReachedIsNoted() throws Exception {
        var config = read(
                "[handlers.a]\nhandler_path = \"A\"\nurl_path = \"/x/{y}\"\n[handlers.b]\nhandler_path = "
                        + "\"B\"\nurl_path = \"x/{y}\"\nmethods = [\"GET\"]");

        assertEquals(List.of("handlers.b is reached by name only: handlers.a comes first and has the same url_path"),
                config.notes());
    }

    @Test
    void aFolderIsSearchedUpwardsToTheRootOfTheRepository() throws Exception {
        write("smyth.toml", HELLO);
        var deep = Files.createDirectories(folder.resolve("src/main"));
        assertEquals(Optional.of(folder.resolve("smyth.toml")), ConfigReader.read(deep).file());

        Files.createDirectories(folder.resolve("src/.git"));
        var e = assertThrows(ConfigException.class, () -> ConfigReader.read(deep));
        assertEquals("""
                no configuration found
                  searched   %s
                             %s
                  handlers   none
                  next       smyth init %s""".formatted(deep, deep.getParent(), deep), e.getMessage());
    }

    @Test
    void aPyprojectWithoutATableForSmythIsPassedOver() throws Exception {
        write("smyth.toml", HELLO);
        write("service/pyproject.toml", "[project]\nname = \"service\"\n");
        assertEquals(Optional.of(folder.resolve("smyth.toml")), ConfigReader.read(folder.resolve("service")).file());

        var e = assertThrows(ConfigException.class, () -> ConfigReader.read(folder.resolve("service/pyproject.toml")));
        assertEquals(
                "1 problem in " + folder.resolve("service/pyproject.toml")
                        + "\n           tool.smyth   this table is missing; smyth init writes a smyth.toml",
                e.getMessage());
    }

    @Test
    void smythTomlWinsInOneFolderAndSaysSo() throws Exception {
        write("smyth.toml", HELLO);
        write("pyproject.toml", "[tool.smyth]\nport = 1\n");

        assertEquals(
                List.of(folder.resolve("smyth.toml") + " is read; [tool.smyth] in the pyproject.toml beside it is not"),
                ConfigReader.read(folder).notes());
    }

    @Test
    void oneHandlerSourceFileIsServedAtEveryPath() throws Exception {
        Files.createDirectory(folder.resolve(".git"));
        write(".env", "A=1");
        var file = write("Hello.java",
                "package shop;\npublic class Hello implements RequestHandler<String, String> {}\n");
        for (var path : List.of(file, folder)) {
            var config = ConfigReader.read(path);

            assertEquals(folder, config.folder());
            assertEquals(Optional.empty(), config.file());
            assertEquals("Hello", only(config).name());
            assertEquals("shop.Hello", only(config).handlerPath());
            assertEquals(Optional.of(PathPattern.DEFAULT), only(config).path());
            assertEquals(List.of(file), only(config).source());
            assertEquals(Map.of("A", "1"), only(config).env());
            assertEquals("$default", config.routes().match("PUT", "/any/path").orElseThrow().route().key("PUT"));
        }
    }

    @Test
    void anythingElseNamesWhatWasFoundAndTheNextCommand() throws Exception {
        Files.createDirectory(folder.resolve(".git"));
        write("A.java", "public class A implements RequestHandler<String, String> {}");
        write("src/B.java", "package b; class B { public String handleRequest(String event) { return event; } }");
        write("src/app.py", "def lambda_handler(event, context):\n    pass\n");
        write("index.mjs", "export const handler = async () => 1;\n");
        write("target/C.java", "public class C implements RequestHandler<String, String> {}");

        assertEquals("""
                no configuration found
                  searched   %1$s
                  handlers   A.java (A)
                             index.mjs (index.handler)
                             src%2$sB.java (b.B::handleRequest)
                             src%2$sapp.py (src.app.lambda_handler)
                  next       smyth init %1$s""".formatted(folder, folder.getFileSystem().getSeparator()),
                refusal(folder));
        assertEquals(folder.resolve("x") + " does not exist; smyth init " + folder.resolve("x")
                + " makes a first project there", refusal(folder.resolve("x")));
        assertEquals(write("notes.txt", "")
                + " is neither a configuration file (smyth.toml, pyproject.toml) nor a handler source file (.java, "
                + ".py, .mjs, .js, .cjs)",
                refusal(folder.resolve("notes.txt")));
        assertEquals(write("Empty.java", "class Empty {}")
                + " holds no handler: a class that implements RequestHandler or RequestStreamHandler, or has one "
                + "public method",
                refusal(folder.resolve("Empty.java")));
        assertEquals(write("empty.mjs", "") + " holds no handler: an export named handler",
                refusal(folder.resolve("empty.mjs")));
    }

    @Test
    void aByteOrderMarkIsNoProblemAndBadEncodingIsOne() throws Exception {
        assertEquals("Hello", only(read("\uFEFF" + HELLO)).handlerPath());
        Files.write(folder.resolve("smyth.toml"), new byte[] {(byte) 0xE4});
        assertEquals(folder.resolve("smyth.toml") + " is not UTF-8; save it as UTF-8", refusal(folder));
    }

    @Test
    void aConfigurationFileOfAnotherUserIsNotRead() throws Exception {
        var file = write("smyth.toml", HELLO);
        Files.createDirectory(folder.resolve(".git"));
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("unix")
                || !System.getProperty("user.name").equals("root"))
            return;
        Files.setAttribute(file, "unix:uid", 54321);
        var refused = file
                + " belongs to user 54321 and is not read, because it decides what runs here as root; copy it or "
                + "change its owner";

        assertEquals(refused, refusal(file));
        assertEquals("no configuration found\n  searched   " + folder + "   " + refused
                + "\n  handlers   none\n  next       smyth init " + folder, refusal(folder));

        Files.setAttribute(folder, "unix:uid", 54321);
        assertEquals("Hello", only(ConfigReader.read(folder)).handlerPath());
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

    private static FunctionConfig only(Config config) {
        assertEquals(1, config.functions().size());
        return config.functions().getFirst();
    }

    private String refusal(Path path) {
        return assertThrows(ConfigException.class, () -> ConfigReader.read(path)).getMessage();
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
