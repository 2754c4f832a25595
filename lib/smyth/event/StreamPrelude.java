package smyth.event;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import smyth.invocation.Outcome.Streamed;

/// Status and headers at the beginning of a streamed answer: a JSON object, then 8 NUL bytes, then the body.
final class StreamPrelude {
    /// Content type of a stream that begins with one.
    private static final String TYPE = "application/vnd.awslambda.http-integration-response";
    private static final int NULS = 8;
    private static final int MOST_BYTES = 1 << 20;
    private static final Set<String> KEYS = Set.of("statusCode", "headers", "multiValueHeaders", "cookies");

    private StreamPrelude() {}

    /// A beginning that is not what its content type says. The message is for the user.
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message);
        }
    }

    /// The reply without its body, to which the stream has been read afterwards. Blocks until then.
    static HttpReply read(Streamed streamed) throws IOException, Malformed {
        if (!streamed.contentType().equals(TYPE))
            return new HttpReply(200, List.of(new Header("Content-Type", streamed.contentType())), new byte[0]);
        var prelude = FunctionReply.read(json(streamed.body()), KEYS, FunctionReply.Body.TEXT);
        if (prelude.kind() != FunctionReply.Kind.OBJECT)
            throw new Malformed("the stream's status and headers are not a JSON object");
        if (prelude.problem().isPresent())
            throw new Malformed("in the stream's status and headers " + prelude.problem().get());
        var headers = new ArrayList<>(HttpApi.structured(prelude).headers());
        headers.addAll(prelude.multiValueHeaders());
        return new HttpReply(prelude.hasStatus() ? prelude.status() : 200, headers, new byte[0])
                .orContentType("application/octet-stream");
    }

    private static byte[] json(InputStream in) throws IOException, Malformed {
        var bytes = new ByteArrayOutputStream();
        for (int zeros = 0; zeros < NULS;) {
            int next = in.read();
            if (next < 0 || bytes.size() > MOST_BYTES)
                throw new Malformed("the stream's status and headers do not end with 8 NUL bytes");
            zeros = next == 0 ? zeros + 1 : 0;
            bytes.write(next);
        }
        return Arrays.copyOf(bytes.toByteArray(), bytes.size() - NULS);
    }
}
