import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A bash loop with curl as a client of the Runtime API: what a runtime of one's own begins with, and what curl does
/// with HTTP.
@Tag("slow")
class CurlClientTest {
    /// Takes invocations for ever; `answer ID` is what each test brings.
    private static final String LOOP = """
            api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime"
            post() { curl -sS -o reply.json -w '%{http_code}\\n' -X POST "$@"; }
            while true; do
              curl -sS -D headers.txt -o event.json "$api/invocation/next" || exit 1
              id=$(tr -d '\\r' < headers.txt | sed -n 's/^Lambda-Runtime-Aws-Request-Id: //p')
              answer "$id"
            done
            """;

    @TempDir
    Path folder;

    @BeforeAll
    static void bashAndCurlAreInstalled() {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")) && Files.isExecutable(Path.of("/usr/bin/curl")),
                "no bash or no curl");
    }

    @Test
    void headersSayWhatTheySayOnAws() throws Exception {
        try (var client = client(
                "answer() { tr -d '\\r' < headers.txt | grep -v Deadline > answer.txt; post "
                        + "\"$api/invocation/$1/response\" --data-binary @answer.txt; }")) {
            assertEquals(
                    "HTTP/1.1 200 OK\nContent-Type: application/json\nLambda-Runtime-Aws-Request-Id: "
                            + "id-0\nLambda-Runtime-Invoked-Function-Arn: arn:test\n"
                            + "Lambda-Runtime-Trace-Id: Root=1-2;Sampled=0\nLambda-Runtime-Client-Context: "
                            + ClientRig.CLIENT_CONTEXT + "\nContent-Length: 2\n\n",
                    client.say("{}"));
        }
    }

    @Test
    void aLargeBodyArrivesWhicheverWayCurlSendsIt() throws Exception {
        var event = "\"" + "x".repeat(5_000_000) + "\"";
        for (var options : new String[] {"", "-H 'Expect: 100-continue'", "-H 'Expect:'",
                "-H 'Transfer-Encoding: chunked'", "-H 'Transfer-Encoding: chunked' -H 'Expect: 100-continue'"}) {
            try (var client = client(
                    "answer() { post \"$api/invocation/$1/response\" " + options + " --data-binary @event.json; }")) {
                for (int i = 0; i < 2; i++) assertEquals(event.length(), client.say(event).length(), options);
                assertEquals("{}", client.say("{}"));
            }
        }
    }

    @Test
    void anAnswerThatIsTooLargeIsRefusedAndTheNextOneIsTaken() throws Exception {
        try (var client = client("""
                answer() {
                  if grep -q big event.json; then head -c 6291557 /dev/zero | tr '\\0' x > answer.txt; else echo fine > answer.txt; fi
                  post "$api/invocation/$1/response" --data-binary @answer.txt
                }
                """)) {
            assertTrue(client.say("\"big\"").startsWith("TooLarge"));
            assertEquals("fine\n", client.say("{}"));
            assertTrue(client.output().startsWith("413\n"), client.output());
        }
    }

    @Test
    void anErrorIsHandedOnToTheByte() throws Exception {
        try (var client = client("""
                answer() { post "$api/invocation/$1/error" -H 'Lambda-Runtime-Function-Error-Type: Function.Refused' -d '{"errorMessage":"no é", "errorType":"Refused" }'; }
                """)) {
            assertEquals("failed Function.Refused {\"errorMessage\":\"no é\", \"errorType\":\"Refused\" }",
                    client.say("{}"));
        }
        try (var client = client(
                "answer() { post \"$api/invocation/$1/error\" -H 'Lambda-Runtime-Function-Error-Type: my own' -d "
                        + "'{}'; }")) {
            assertEquals("failed Runtime.Unknown {}", client.say("{}"));
        }
    }

    @Test
    void anInitErrorIsTheAnswerOfTheFirstInvocation() throws Exception {
        var script = """
                api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime"
                curl -sS -X POST "$api/init/error" -H 'Lambda-Runtime-Function-Error-Type: Runtime.NoBinary' -d '{"errorMessage":"no binary"}'
                exit 1
                """;
        try (var client = new ClientRig(folder, Map.of(), List.of("/bin/bash", "-c", script))) {
            assertEquals("failed Runtime.NoBinary {\"errorMessage\":\"no binary\"}", client.say("{}"));
            assertEquals("exit status 1", client.exit());
            assertEquals("{\"status\":\"OK\"}\n", client.output());
        }
    }

    @Test
    void whatTheProtocolForbidsIsRefusedInAwsWords() throws Exception {
        try (var client = client("""
                answer() {
                  post "$api/invocation/another/response" -d 1; cat reply.json; echo
                  post "$api/init/error" -d 1; cat reply.json; echo
                  post "$api/invocation/$1/response" -H 'Lambda-Runtime-Function-Response-Mode: sideways' -d 1; cat reply.json; echo
                  post "$api/invocation/$1/response" -d 2; cat reply.json
                  post "$api/invocation/$1/response" -d 3; cat reply.json; echo
                }
                """)) {
            assertEquals("2", client.say("{}"));
            assertEquals("2", client.say("{}"));
            var lines = client.output().lines().limit(10).toList();
            assertEquals("400", lines.get(0));
            assertEquals("{\"errorMessage\":\"Invalid request ID\",\"errorType\":\"InvalidRequestID\"}", lines.get(1));
            assertEquals("403", lines.get(2));
            assertTrue(lines.get(3).contains("State transition is not allowed"));
            assertEquals("400", lines.get(4));
            assertEquals(
                    "{\"errorMessage\":\"Invalid function response "
                            + "mode\",\"errorType\":\"InvalidFunctionResponseMode\"}",
                    lines.get(5));
            assertEquals("202", lines.get(6));
            assertEquals("{\"status\":\"OK\"}", lines.get(7));
            assertEquals("403", lines.get(8));
            assertTrue(lines.get(9).contains("\"errorType\":\"InvalidStateTransition\""));
        }
    }

    @Test
    void aStreamAndTheTrailersOfABrokenOneAreUnderstood() throws Exception {
        try (var client = client("""
                answer() {
                  (printf one; sleep 0.05; printf two) | post "$api/invocation/$1/response" -H 'Lambda-Runtime-Function-Response-Mode: streaming' \\
                    -H 'Transfer-Encoding: chunked' -H 'Content-Type: text/plain' -T -
                }
                """)) {
            assertEquals("streamed text/plain onetwo", client.say("{}"));
            assertEquals("streamed text/plain onetwo", client.say("{}"));
        }
        // curl sends no trailers, so this one speaks HTTP by hand.
        try (var client = client("""
                answer() {
                  exec 3<>"/dev/tcp/${AWS_LAMBDA_RUNTIME_API%:*}/${AWS_LAMBDA_RUNTIME_API#*:}"
                  printf 'POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\\r\\nHost: %s\\r\\nLambda-Runtime-Function-Response-Mode: streaming\\r\\n' "$1" "$AWS_LAMBDA_RUNTIME_API" >&3
                  printf 'Transfer-Encoding: chunked\\r\\nTrailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\\r\\n\\r\\n4\\r\\nhalf\\r\\n0\\r\\n' >&3
                  printf 'Lambda-Runtime-Function-Error-Type: Function.Broke\\r\\nLambda-Runtime-Function-Error-Body: %s\\r\\n\\r\\n' "$(printf '{"errorMessage":"broke"}' | base64)" >&3
                  head -1 <&3
                  exec 3>&-
                }
                """)) {
            assertEquals("failed Function.Broke {\"errorMessage\":\"broke\"}", client.say("{}"));
            assertEquals("failed Function.Broke {\"errorMessage\":\"broke\"}", client.say("{}"));
        }
    }

    private ClientRig client(String answer) throws IOException {
        return new ClientRig(folder, Map.of(), List.of("/bin/bash", "-c", answer + "\n" + LOOP));
    }
}
