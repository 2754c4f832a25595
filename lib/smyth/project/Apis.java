package smyth.project;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import smyth.route.Api;
import smyth.route.PayloadFormat;
import smyth.tree.Words;

/// The tables `[apis.NAME]`.
final class Apis {
    private final Map<String, Api> apis = new LinkedHashMap<>();
    private final Map<String, PayloadFormat> formats = new LinkedHashMap<>();

    /// Reports what is wrong in them.
    Apis(TableReader top) {
        if (!top.has(TopSettings.APIS)) return;
        var tables = top.table(TopSettings.APIS);
        for (var name : tables.keys()) {
            var table = tables.table(name);
            table.refuseOthers(ApiSettings.ALL, Map.of("in the table of a handler, [handlers.NAME]",
                    HandlerSettings.ALL));
            apis.put(name, new Api(name, table.read(ApiSettings.BASE_PATH).orElse(""), table.read(ApiSettings.STAGE)));
            table.read(ApiSettings.EVENT).ifPresent(format -> formats.put(name, format));
        }
    }

    /// The API that a route names; [Api#NONE] if it names none, or one that is not there, which is reported.
    Api of(TableReader route) {
        var name = route.read(RouteSettings.API);
        if (name.isPresent() && !apis.containsKey(name.get())) route.problem(RouteSettings.API,
                "there is no table [apis." + name.get() + "]" + Words.didYouMean(name.get(), apis.keySet()));
        return name.map(apis::get).orElse(Api.NONE);
    }

    /// The event format of an API's routes; empty if it does not say.
    Optional<PayloadFormat> format(Api api) {
        return Optional.ofNullable(formats.get(api.name()));
    }
}
