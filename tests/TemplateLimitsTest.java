import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import smyth.config.Problem;
import smyth.project.TreeFile;
import smyth.template.References;
import smyth.template.Resolved;
import smyth.template.Settings;
import smyth.template.Template;
import smyth.template.Unknown;
import smyth.tree.Node;

/// Templates that are large, broken or hostile, and what a template's values are good for.
class TemplateLimitsTest {
    private static final Settings SETTINGS = new Settings("eu-central-1", "123456789012", "shop", Map.of(), Map.of(),
            Map.of(), _ -> Optional.empty());

    @TempDir
    Path folder;

    @Test
    void aFileOfTwentyMegabytesIsRefusedUnread() throws IOException {
        var file = Files.write(folder.resolve("template.yaml"), new byte[20_000_000]);

        var begin = System.nanoTime();

        assertEquals(List.of("0: the file has 20,000 KB, and Smyth reads up to 5,000 KB; name the template itself, "
                + "not what it packages"), problems(file));
        assertTrue(since(begin).toMillis() < 1000);
    }

    @Tag("slow")
    @Test
    void theLargestFileIsReadInTime(TestReporter report) throws IOException {
        for (var part : List.of("a: b\n", "- x\n", "[", "{a: ", "\"", "a: &a [*a]\n", "? a\n", "!Ref ",
                "# comment\n")) {
            var file = Files.writeString(folder.resolve("template.yaml"), part.repeat(4_900_000 / part.length()));
            var begin = System.nanoTime();
            problems(file);

            report.publishEntry("4.9 MB of " + part.strip(), since(begin).toMillis() + " ms");
            assertTrue(since(begin).toSeconds() < 3, part);
        }
    }

    @Test
    void whatIsNotAFileIsNamed() throws IOException {
        assertEquals(List.of("0: there is no such file"), problems(folder.resolve("template.yaml")));
        assertEquals(List.of("0: this is not a file; name a file"), problems(folder));
    }

    @Test
    void aFileThatIsNotUtf8IsNamedWithItsLine() throws IOException {
        var latin = Files.write(folder.resolve("template.yaml"), "A: 1\nB: caf\u00e9\n".getBytes(ISO_8859_1));
        assertEquals(List.of("2: this is not UTF-8; save the file as UTF-8"), problems(latin));

        var wide = Files.write(folder.resolve("wide.yaml"),
                "A: 1\n".getBytes(java.nio.charset.StandardCharsets.UTF_16));
        assertEquals(List.of("1: this is not UTF-8; save the file as UTF-8"), problems(wide));
    }

    @Test
    void aByteOrderMarkIsPassedOver() throws IOException {
        for (var name : List.of("template.yaml", "template.json")) {
            var file = Files.writeString(folder.resolve(name), "\uFEFF{\"A\": 1}");
            assertEquals(List.of(), problems(file));
        }
    }

    @Test
    void nodesKnowWhereTheyAreWritten() throws IOException {
        var yaml = tree(Files.writeString(folder.resolve("template.yaml"), "A:\n  B:\n    - x\n    - y: 1\n"));
        var json = tree(Files.writeString(folder.resolve("template.json"), "{\"A\": {\n  \"B\": [\n    1,\n    2]}}"));

        assertEquals("2:3", at(yaml.table("A").entries().get("B")));
        assertEquals("3:7", at(((Node.Items) yaml.table("A").entries().get("B")).nodes().getFirst()));
        assertEquals("2:3", at(json.table("A").entries().get("B")));
        assertEquals("4:5", at(((Node.Items) json.table("A").entries().get("B")).nodes().get(1)));
    }

    @Test
    void anUnknownValueSaysWhatToWrite() throws IOException {
        var resolved = resolve("""
                Parameters:
                  Team: {Type: String}
                Resources:
                  Orders:
                    Type: AWS::Lambda::Function
                    Properties:
                      A: !GetAtt Table.Arn
                      B: !Ref Team
                      C: '{{resolve:ssm:/db}}'
                      D: !Ref Table
                  Table: {Type: AWS::DynamoDB::Table}
                """);

        assertEquals(Map.of("Table.Arn", "write \"Table.Arn\" = \"VALUE\" under [unknown] in smyth.toml",
                "Team", "start Smyth with --parameter Team=VALUE, or write Team = \"VALUE\" under [parameters] in "
                        + "smyth.toml",
                "ssm:/db", "write \"ssm:/db\" = \"VALUE\" under [unknown] in smyth.toml",
                "Table", "write Table = \"VALUE\" under [unknown] in smyth.toml"),
                resolved.unknowns().stream().collect(Collectors.toMap(Unknown::name, Unknown::remedy)));
    }

    @Test
    void aValueLeadsBackToItsResource() throws IOException {
        var resolved = resolve("""
                Resources:
                  Api: {Type: AWS::Serverless::Api, Properties: {StageName: v1}}
                  Orders: {Type: AWS::Serverless::Function, Properties: {FunctionName: shop-orders}}
                  Table: {Type: AWS::DynamoDB::Table, Properties: {TableName: shop-orders}}
                  Uses:
                    Type: AWS::Lambda::Function
                    Properties: {A: !Ref Api, B: !GetAtt Orders.Arn, C: !Ref Orders}
                """);
        var uses = resolved.resources().get("Uses").properties();
        var references = References.of(resolved, SETTINGS);

        assertEquals("Api", found(references, uses.get("A"), "AWS::ApiGateway::RestApi", "AWS::Serverless::Api"));
        assertEquals("Orders", found(references, uses.get("B"), "AWS::Serverless::Function"));
        assertEquals("Table", found(references, uses.get("C"), "AWS::DynamoDB::Table"));
        assertEquals("none", found(references, uses.get("A"), "AWS::SQS::Queue"));
        assertEquals("Orders", references.resource("Orders", "AWS::Serverless::Function").orElseThrow().logicalId());
    }

    @Test
    void standInsAreTheSameEachTimeAndOtherInAnotherStack() throws IOException {
        var text = "Resources: {A: {Type: AWS::Lambda::Function, Properties: {X: !Ref V}}, V: {Type: AWS::EC2::VPC}}";
        var other = new Settings("eu-central-1", "123456789012", "other", Map.of(), Map.of(), Map.of(),
                _ -> Optional.empty());

        assertEquals(resolve(text), resolve(text));
        assertTrue(!resolve(text).unknowns().equals(
                Template.resolve(tree(folder.resolve("template.yaml")), other).unknowns()));
    }

    @Test
    void stringsThatDoubleStopBeforeTheyAreHuge() throws IOException {
        var text = new StringBuilder("Resources:\n");
        for (int i = 0; i < 60; i++)
            text.append("  Q%d: {Type: AWS::SQS::Queue, Properties: {QueueName: %s}}\n".formatted(i,
                    i == 59 ? "x" : "!Sub '${Q" + (i + 1) + ".QueueName}${Q" + (i + 1) + ".QueueName}'"));

        var begin = System.nanoTime();
        var resolved = resolve(text.toString());

        assertTrue(resolved.problems().getFirst().message().startsWith("Fn::Sub makes a string of more than"),
                resolved.problems()::toString);
        assertTrue(since(begin).toMillis() < 2000, () -> "" + since(begin));
    }

    @Test
    void longChainsEnd() throws IOException {
        var text = new StringBuilder("Conditions:\n");
        for (int i = 0; i < 5000; i++) text.append("  C%d: !Not [!Condition C%d]\n".formatted(i, i + 1));
        text.append("  C5000: !Equals [a, a]\nResources:\n  A: {Type: AWS::SQS::Queue, Condition: C0}\n");
        for (int i = 0; i < 5000; i++)
            text.append("  Q%d: {Type: AWS::SQS::Queue, Properties: {QueueName: !GetAtt Q%d.QueueName}}\n".formatted(i,
                    i + 1));
        text.append("  Q5000: {Type: AWS::SQS::Queue}\n");

        var begin = System.nanoTime();
        var resolved = resolve(text.toString());

        assertTrue(!resolved.problems().isEmpty());
        assertTrue(since(begin).toMillis() < 3000, () -> "" + since(begin));
    }

    @Test
    void loopsThatMultiplyEnd() throws IOException {
        var values = "[a, b, c, d, e, f, g, h, i, j]";
        var body = "{'Q${V0}${V1}${V2}${V3}${V4}${V5}${V6}${V7}${V8}': {Type: AWS::SQS::Queue}}";
        for (int i = 8; i >= 0; i--) body = "{'Fn::ForEach::L%d': [V%d, %s, %s]}".formatted(i, i, values, body);
        var loops = "Transform: AWS::LanguageExtensions\nResources: " + body;

        var begin = System.nanoTime();
        var resolved = resolve(loops);

        assertTrue(!resolved.problems().isEmpty());
        assertTrue(since(begin).toMillis() < 5000, () -> "" + since(begin));
    }

    /// Parts of the templates of TemplateTest are cut, doubled, swapped and changed.
    @Tag("slow")
    @Test
    void noTemplateBreaksTheReaders(TestReporter report) throws IOException {
        var random = new Random(20261125);
        List<Path> files;
        try (var all = Files.list(Path.of("tests/templates"))) {
            files = all.filter(TemplateTest::isTemplate).filter(file -> !file.toString().contains("billion")).sorted()
                    .toList();
        }
        var texts = new HashMap<Path, String>();
        for (var file : files) texts.put(file, Files.readString(file));
        int resolvedOnes = 0;
        var slowest = Duration.ZERO;
        for (int round = 0; round < 3000; round++) {
            var source = files.get(random.nextInt(files.size()));
            var text = mutated(texts.get(source), texts.get(files.get(random.nextInt(files.size()))), random);
            var json = source.toString().endsWith(".json");
            var file = Files.writeString(folder.resolve(json ? "fuzz.json" : "fuzz.yaml"), text);
            var begin = System.nanoTime();
            var found = new ArrayList<Problem>();
            try {
                var tree = TreeFile.read(file, found);
                if (tree.isPresent()) {
                    resolvedOnes++;
                    Template.resolve(tree.get(), TemplateTest.settings(new Node.Table(tree.get().at(), Map.of())));
                } else assertTrue(!found.isEmpty(), text);
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("round " + round + ", " + source + ":\n" + text, e);
            }
            if (since(begin).compareTo(slowest) > 0) slowest = since(begin);
        }

        report.publishEntry("fuzzed", resolvedOnes + " of 3000 could be read, slowest " + slowest.toMillis() + " ms");
        assertTrue(resolvedOnes > 300);
        assertTrue(slowest.toSeconds() < 3, slowest::toString);
    }

    @Test
    void twoHundredFunctionsAreResolvedAtOnce(TestReporter report) throws IOException {
        var file = Files.writeString(folder.resolve("template.yaml"), IntStream.range(0, 200).mapToObj("""
                  Function%1$d:
                    Type: AWS::Serverless::Function
                    Properties:
                      Handler: shop.Handler%1$d::handle
                      CodeUri: functions/orders
                      Timeout: !Ref Timeout
                      Role: !GetAtt Role.Arn
                      Environment:
                        Variables:
                          TABLE: !Ref Table%1$d
                          URL: !Sub 'https://${Api}.execute-api.${AWS::Region}.amazonaws.com/${Stage}'
                          SIZE: !If [IsProd, large, small]
                      Policies:
                        - Statement: [{Effect: Allow, Action: 'dynamodb:*', Resource: !GetAtt Table%1$d.Arn}]
                      Events:
                        Get: {Type: Api, Properties: {Path: /orders/%1$d, Method: get, RestApiId: !Ref Api}}
                        Put: {Type: Api, Properties: {Path: /orders/%1$d, Method: put, RestApiId: !Ref Api}}
                  Table%1$d: {Type: AWS::DynamoDB::Table, Properties: {TableName: !Sub '${Stage}-table-%1$d'}}
                """::formatted).collect(Collectors.joining("", """
                Transform: AWS::Serverless-2016-10-31
                Parameters: {Stage: {Type: String, Default: dev}, Timeout: {Type: Number, Default: 3}}
                Conditions: {IsProd: !Equals [!Ref Stage, prod]}
                Resources:
                  Role: {Type: AWS::IAM::Role}
                  Api: {Type: AWS::Serverless::Api, Properties: {StageName: !Ref Stage}}
                """, "")));
        var times = new ArrayList<Long>();
        for (int round = 0; round < 20; round++) {
            var begin = System.nanoTime();
            var resolved = Template.resolve(tree(file), SETTINGS);
            times.add(since(begin).toMillis());
            assertEquals(402, resolved.resources().size());
            assertEquals(List.of(), resolved.problems());
        }

        report.publishEntry("200 functions, %,d KB".formatted(Files.size(file) / 1000),
                "first %d ms, then %d ms".formatted(times.getFirst(), times.stream().min(Long::compare).orElseThrow()));
        assertTrue(times.getFirst() < 3000, times::toString);
    }

    // --- infra ---

    private static String mutated(String text, String other, Random random) {
        var changed = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(changed.length() + 1);
            int end = Math.min(changed.length(), at + random.nextInt(20));
            switch (random.nextInt(6)) {
                case 0 -> changed.delete(at, end);
                case 1 -> changed.insert(at, changed.substring(at, end));
                case 2 -> changed.insert(at, "!Ref &a *a << : - { } [ ] \" ' | > # % @ ` \t ? , ${ } 0 ~ \u0000 \u2028"
                        .split(" ")[random.nextInt(27)]);
                case 3 -> {
                    int from = random.nextInt(other.length() + 1);
                    changed.insert(at, other, from, Math.min(other.length(), from + random.nextInt(80)));
                }
                case 4 -> {
                    var names = List.of("Ref", "Fn::Sub", "Fn::Join", "Orders", "Fn::If", "Fn::GetAtt", "Resources");
                    var name = names.get(random.nextInt(names.size()));
                    int found = changed.indexOf(name);
                    if (found >= 0)
                        changed.replace(found, found + name.length(), names.get(random.nextInt(names.size())));
                }
                default -> changed.insert(at, "\n" + " ".repeat(random.nextInt(8)));
            }
        }
        return changed.toString();
    }

    private static List<String> problems(Path file) {
        var problems = new ArrayList<Problem>();
        TreeFile.read(file, problems);
        return problems.stream().map(problem -> problem.line() + ": " + problem.message()).toList();
    }

    private static Node.Table tree(Path file) {
        var problems = new ArrayList<Problem>();
        return TreeFile.read(file, problems).orElseThrow(() -> new AssertionError(problems));
    }

    private Resolved resolve(String text) throws IOException {
        return Template.resolve(tree(Files.write(folder.resolve("template.yaml"), text.getBytes(UTF_8))), SETTINGS);
    }

    private static String found(References references, Optional<Node> value, String... types) {
        return references.resource(value.flatMap(Node::string).orElseThrow(), types).map(found -> found.logicalId())
                .orElse("none");
    }

    private static String at(Node node) {
        return node.at().line() + ":" + node.at().column();
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
