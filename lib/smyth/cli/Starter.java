package smyth.cli;

/// A first project: one source file, and the handler in it.
enum Starter {
    java("Hello.java", "Hello", """
            //DEPS com.amazonaws:aws-lambda-java-core:1.4.0

            import com.amazonaws.services.lambda.runtime.Context;
            import com.amazonaws.services.lambda.runtime.RequestHandler;
            import java.util.Map;

            /** Says hello to the name in the path: GET /hello/Ada. */
            public class Hello implements RequestHandler<Map<String, Object>, Map<String, Object>> {
                @Override
                public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
                    Map<?, ?> parameters = (Map<?, ?>) event.get("pathParameters");
                    context.getLogger().log("greeting " + parameters.get("name") + "\\n");
                    return Map.of("hello", parameters.get("name"));
                }
            }
            """),
    python("hello.py", "hello.handler", """
            def handler(event, context):
                \"""Says hello to the name in the path: GET /hello/Ada.\"""
                name = event["pathParameters"]["name"]
                print("greeting", name)
                return {"hello": name}
            """),
    node("hello.mjs", "hello.handler", """
            /** Says hello to the name in the path: GET /hello/Ada. */
            export const handler = async (event) => {
              const { name } = event.pathParameters;
              console.log("greeting", name);
              return { hello: name };
            };
            """);

    final String file;
    final String handlerPath;
    final String text;

    Starter(String file, String handlerPath, String text) {
        this.file = file;
        this.handlerPath = handlerPath;
        this.text = text;
    }
}
