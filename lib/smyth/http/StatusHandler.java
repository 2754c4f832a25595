package smyth.http;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import smyth.event.Header;
import smyth.event.HttpReply;
import smyth.invocation.JsonText;
import smyth.invocation.EnvironmentStatus;

/// `GET {prefix}/api/status`: Python Smyth's JSON, with more in each entry. The header `Smyth-Process` holds our
/// process id: another Smyth that finds the port taken names us.
record StatusHandler(Function<String, List<EnvironmentStatus>> environments) {
    HttpReply answer(Site site) {
        return Exchanges.json(200, site.functions().stream().map(this::function)
                .collect(Collectors.joining(",", "{\"lambda handlers\":{", "}}")),
                new Header("Smyth-Process", Long.toString(ProcessHandle.current().pid())));
    }

    private String function(String name) {
        return JsonText.quote(name) + environments.apply(name).stream().map(StatusHandler::process)
                .collect(Collectors.joining(",", ":{\"processes\":[", "]}"));
    }

    private static String process(EnvironmentStatus environment) {
        return "{\"state\":\"%s\",\"task_counter\":%d,\"name\":%s,\"pid\":%s,\"revision\":%d,\"debug_port\":%s}"
                .formatted(
                        environment.state().name().toLowerCase(Locale.ROOT), environment.taskCounter(),
                        JsonText.quote(environment.name()),
                        environment.pid().isPresent() ? environment.pid().getAsLong() : "null", environment.revision(),
                        environment.debugPort().isPresent() ? environment.debugPort().getAsInt() : "null");
    }
}
