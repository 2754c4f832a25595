package worker.java;

import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import java.io.IOException;
import java.util.Map;

/// The two a handler may have, and what they make of one invocation.
final class Pair {
    final UserFunction event;
    final UserFunction context;
    private Map<String, Object> contextValues = Map.of();

    private Pair(UserFunction event, UserFunction context) {
        this.event = event;
        this.context = context;
    }

    static Pair load(Start start, ClassLoader loader) {
        return new Pair(start.eventFunction == null ? null : UserFunction.load("event", start.eventFunction, loader),
                start.contextFunction == null ? null : UserFunction.load("context", start.contextFunction, loader));
    }

    /// Gives the invocation the event that the event function made of it, and keeps the context function's values.
    void apply(InvocationRequest invocation, RuntimeApi api) throws IOException {
        if (event == null && context == null) return;
        byte[] json = api.request(invocation.getId());
        Map<String, Object> request = json == null ? null : Json.read(json);
        if (event != null && request != null) {
            Map<String, Object> made = event.call(Json.read(invocation.getContent()), request);
            if (made == null) throw new IllegalStateException(event.title + " returned null in place of an event");
            invocation.setContent(Json.write(made));
        }
        if (context == null) return;
        Map<String, Object> values = context.call(Json.read(invocation.getContent()), request);
        contextValues = values == null ? Map.of() : values;
    }

    Map<String, Object> contextValues() {
        return contextValues;
    }
}
