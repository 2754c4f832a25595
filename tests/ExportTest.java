import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smyth.config.Function;
import smyth.config.Trigger.HttpRoute;
import smyth.project.ConfigReader;
import smyth.project.SamExport;
import smyth.project.TomlExport;

/// `smyth export`: what it prints means what it was made of.
class ExportTest {
    private static final String TEMPLATE = """
            Transform: AWS::Serverless-2016-10-31
            Globals:
              Function: {Runtime: python3.12, CodeUri: app, Timeout: 5}
            Resources:
              Queue: {Type: AWS::SQS::Queue}
              Common: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: common}}
              OrdersApi: {Type: AWS::Serverless::Api, Properties: {StageName: live}}
              Orders:
                Type: AWS::Serverless::Function
                Properties:
                  FunctionName: orders-eu
                  Handler: app.orders
                  MemorySize: 256
                  Layers: [!Ref Common]
                  Environment: {Variables: {QUOTED: 'say "hi"\\n', EMPTY: ""}}
                  Events:
                    Get: {Type: Api, Properties: {RestApiId: !Ref OrdersApi, Path: "/orders/{id}", Method: get}}
                    Any: {Type: HttpApi}
                    Old: {Type: HttpApi, Properties: {Path: "/{proxy+}", Method: POST, PayloadFormatVersion: "1.0"}}
                    Q: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn}}
              Stream:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: app.stream
                  FunctionUrlConfig: {AuthType: NONE, InvokeMode: RESPONSE_STREAM}
            """;

    @TempDir
    Path folder;

    @Test
    void theTomlOfATemplateMeansTheSame() throws Exception {
        project();
        var before = ConfigReader.read(folder).functions();

        var toml = TomlExport.of(folder, Map.of(), Map.of());
        Files.delete(folder.resolve("template.yaml"));
        Files.writeString(folder.resolve("smyth.toml"), toml);

        var after = ConfigReader.read(folder);
        assertEquals(before.stream().map(Function::name).toList(),
                after.functions().stream().map(Function::name).toList());
        for (int i = 0; i < before.size(); i++) {
            var one = before.get(i);
            var other = after.functions().get(i);
            assertTrue(one.runsLike(other), toml);
            assertEquals(one.routes(), other.routes(), toml);
        }
        assertTrue(toml.contains("\n# invoked on AWS by: queue Queue\n"), toml);
        assertTrue(toml.contains("project = \"app\"") && !toml.contains(folder.toString()), toml);
    }

    @Test
    void theSamTemplateOfATomlMeansTheSame() throws Exception {
        project();
        var toml = TomlExport.of(folder, Map.of(), Map.of());
        Files.writeString(folder.resolve("smyth.toml"), toml);
        Files.delete(folder.resolve("template.yaml"));
        var before = ConfigReader.read(folder);

        var sam = SamExport.of(before);
        Files.delete(folder.resolve("smyth.toml"));
        Files.writeString(folder.resolve("template.yaml"), sam);

        var after = ConfigReader.read(folder);
        for (int i = 0; i < before.functions().size(); i++) {
            assertTrue(before.functions().get(i).runsLike(after.functions().get(i)), sam);
            assertEquals(shown(before.functions().get(i)), shown(after.functions().get(i)), sam);
        }
    }

    @Test
    void aPlainTomlBecomesATemplateWithARuntimeAndAnEventForEachMethod() throws Exception {
        Files.writeString(folder.resolve("app.py"), "def handler(event, context):\n    pass\n");
        Files.writeString(folder.resolve("smyth.toml"), """
                [handlers.my-orders]
                handler_path = "app.handler"
                url_path = "/orders/{path:path}"
                methods = ["GET", "POST"]
                event = "rest-api"
                timeout = 30
                """);

        assertEquals("""
                AWSTemplateFormatVersion: "2010-09-09"
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  MyOrders:
                    Type: AWS::Serverless::Function
                    Properties:
                      FunctionName: "my-orders"
                      CodeUri: "."
                      Handler: "app.handler"
                      Runtime: python3.13
                      Timeout: 30
                      Events:
                        Route1:
                          Type: Api
                          Properties:
                            Path: "/orders/{path+}"
                            Method: get
                        Route2:
                          Type: Api
                          Properties:
                            Path: "/orders/{path+}"
                            Method: post
                """, SamExport.of(ConfigReader.read(folder)));
    }

    // --- infra ---

    private void project() throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve("app")).resolve("app.py"), "");
        Files.createDirectories(folder.resolve("common/python"));
        Files.writeString(folder.resolve("template.yaml"), TEMPLATE);
    }

    private static List<String> shown(Function function) {
        return function.routes().stream().map((HttpRoute route) -> route.to("").methodNames() + " " + route.path() + " "
                + route.format() + " " + route.api().stage() + " " + route.invokeMode()).toList();
    }
}
