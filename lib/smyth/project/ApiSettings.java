package smyth.project;

import java.util.List;
import java.util.Map;
import smyth.route.PayloadFormat;
import smyth.tree.Words;

/// The settings that the routes of an API share, in a table `[apis.NAME]`.
public final class ApiSettings {
    static final Setting<PayloadFormat> EVENT = Setting.of("event",
            Kind.oneOf(List.of(PayloadFormat.values()), PayloadFormat::setting), PayloadFormat.HTTP_API.setting(),
            "the event format of its routes");
    static final Setting<String> STAGE = Setting.described("stage", Kind.string(),
            "`\"local\"` for a REST API, else `\"$default\"`",
            "the stage in `requestContext`; it is not part of the path");
    static final Setting<String> BASE_PATH = Setting.described("base_path",
            Kind.string("string", Map.of("pattern", "^/"), ApiSettings::isBasePath), "none",
            "a path under which Smyth serves the routes, and which handlers do not see");

    public static final List<Setting<?>> ALL = List.of(EVENT, STAGE, BASE_PATH);

    private ApiSettings() {}

    private static boolean isBasePath(String text, Location location) {
        boolean good = text.matches("(/[A-Za-z0-9._~-]+)+");
        if (!good) location.problem(Words.quoted(text) + " is not a base path; write one such as /orders-api");
        return good;
    }
}
