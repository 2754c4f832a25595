package smyth.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Which function answers a request: routes in the order of the configuration, the first that matches wins.
public record RouteTable(List<Route> routes) {
    public RouteTable {
        routes = List.copyOf(routes);
    }

    /// @param rawPath the path as sent, still percent-encoded
    public Optional<RouteMatch> match(String method, String rawPath) {
        for (var route : routes) {
            if (!route.answers(method)) continue;
            var parameters = route.pattern().match(rawPath);
            if (parameters.isPresent()) return Optional.of(new RouteMatch(route, parameters.get()));
        }
        return Optional.empty();
    }

    /// A path and methods on which one function answers.
    ///
    /// @param methods upper case; empty means every method
    public record Route(String function, PathPattern pattern, Set<String> methods, PayloadFormat format) {
        public Route {
            methods = Set.copyOf(methods);
        }

        boolean answers(String method) {
            return methods.isEmpty() || methods.contains(method);
        }

        /// The route key as API Gateway spells it: `ANY /orders/{path+}`, `GET /orders`, `$default`.
        ///
        /// With several methods it is the key for the one that was asked.
        public String key(String method) {
            if (pattern.isDefault()) return "$default";
            return (methods.isEmpty() ? "ANY" : method) + " " + pattern.template();
        }

        /// For people: `ANY`, `GET`, `GET,POST`.
        public String methodNames() {
            return methods.isEmpty() ? "ANY" : methods.stream().sorted().collect(Collectors.joining(","));
        }
    }

    /// A route that matched, with what its variables stand for.
    ///
    /// @param pathParameters by name, in the order of the path, still percent-encoded
    public record RouteMatch(Route route, Map<String, String> pathParameters) {
        public RouteMatch {
            pathParameters = Collections.unmodifiableMap(new LinkedHashMap<>(pathParameters));
        }
    }

    /// The shape of event and reply on a route, named as in the setting `event`.
    public enum PayloadFormat {
        HTTP_API("http-api"), HTTP_API_V1("http-api-v1"), REST_API("rest-api"), ALB("alb"), ALB_MULTI_VALUE("alb-multi-value"),
        FUNCTION_URL("function-url");

        private final String setting;

        PayloadFormat(String setting) {
            this.setting = setting;
        }

        public String setting() {
            return setting;
        }
    }

    /// A path with variables, in Starlette's spelling (`{id}`, `{id:int}`, `{path:path}`) or API Gateway's (`{id}`, `{proxy+}`).
    ///
    /// `{path:path}` may be empty, as in Starlette; `{proxy+}` stands for at least one character, as in API Gateway.
    public static final class PathPattern {
        /// Matches every path: the `$default` route.
        public static final PathPattern DEFAULT = new PathPattern("$default", Pattern.compile(".*", Pattern.DOTALL), Map.of());

        private static final Pattern VARIABLE = Pattern.compile("\\{([a-zA-Z_][a-zA-Z0-9_]*)(?:(\\+)|:([a-zA-Z_][a-zA-Z0-9_]*))?\\}");
        private static final Map<String, String> CONVERTORS = Map.of("str", "[^/]+", "path", ".*", "int", "[0-9]+", "float", "[0-9]+(?:\\.[0-9]+)?",
                "uuid", "[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}");

        private final String template;
        private final Pattern regex;
        private final Map<String, Integer> groups;

        private PathPattern(String template, Pattern regex, Map<String, Integer> groups) {
            this.template = template;
            this.regex = regex;
            this.groups = groups;
        }

        /// @param text a path, or `$default`, API Gateway's word for every path
        /// @throws IllegalArgumentException with a sentence for the user when `text` is no path pattern
        public static PathPattern parse(String text) {
            if (text.equals(DEFAULT.template)) return DEFAULT;
            var path = text.startsWith("/") ? text : "/" + text;
            var regex = new StringBuilder();
            var template = new StringBuilder();
            var groups = new LinkedHashMap<String, Integer>();
            var variable = VARIABLE.matcher(path);
            int end = 0;
            while (variable.find()) {
                literal(path.substring(end, variable.start()), text, regex, template);
                var name = variable.group(1);
                var convertor = variable.group(3) == null ? "str" : variable.group(3);
                if (!CONVERTORS.containsKey(convertor))
                    throw new IllegalArgumentException("unknown convertor '" + convertor + "' in " + text + "; there are str, int, float, uuid and path");
                if (groups.put(name, groups.size() + 1) != null) throw new IllegalArgumentException("variable {" + name + "} stands twice in " + text);
                boolean greedy = variable.group(2) != null || convertor.equals("path");
                regex.append('(').append(variable.group(2) != null ? ".+" : CONVERTORS.get(convertor)).append(')');
                template.append('{').append(name).append(greedy ? "+}" : "}");
                end = variable.end();
            }
            literal(path.substring(end), text, regex, template);
            return new PathPattern(template.toString(), Pattern.compile(regex.toString(), Pattern.DOTALL), groups);
        }

        private static void literal(String part, String whole, StringBuilder regex, StringBuilder template) {
            if (part.contains("{") || part.contains("}"))
                throw new IllegalArgumentException("not a path variable in " + whole + "; write {name}, {name:path} or {name+}");
            if (part.contains("?") || part.contains("#")) throw new IllegalArgumentException("a path ends before ? and #: " + whole);
            if (!part.isEmpty()) regex.append(Pattern.quote(part));
            template.append(part);
        }

        /// What the variables stand for in `rawPath`, percent-encoded as it was sent; empty when the whole path does not match.
        ///
        /// Matching looks at the decoded path, as Starlette does: `%6Frders` is `orders`, and `%2F` is a slash, which `{id}` does not match.
        Optional<Map<String, String>> match(String rawPath) {
            var path = DecodedPath.of(rawPath);
            var matcher = regex.matcher(path.text());
            if (!matcher.matches()) return Optional.empty();
            var values = new LinkedHashMap<String, String>();
            groups.forEach((name, group) -> values.put(name, rawPath.substring(path.offsets()[matcher.start(group)], path.offsets()[matcher.end(group)])));
            return Optional.of(values);
        }

        /// A decoded path that knows where each of its characters stood.
        ///
        /// @param offsets for every character of `text`, and its end, the place in the raw path
        private record DecodedPath(String text, int[] offsets) {
            static DecodedPath of(String raw) {
                var text = new StringBuilder();
                var offsets = new int[raw.length() + 1];
                for (int at = 0; at < raw.length();) {
                    int end = at + 1;
                    var characters = raw.substring(at, end);
                    if (octet(raw, at) >= 0) {
                        end = endOfCharacter(raw, at);
                        characters = URLDecoder.decode(raw.substring(at, end), UTF_8); // U+FFFD for what is no UTF-8, as in Starlette
                    }
                    for (int i = 0; i < characters.length(); i++) offsets[text.length() + i] = at;
                    text.append(characters);
                    at = end;
                }
                offsets[text.length()] = raw.length();
                return new DecodedPath(text.toString(), offsets);
            }

            /// Where the UTF-8 character that begins at `at` ends; after its first octet when the others do not follow.
            private static int endOfCharacter(String raw, int at) {
                int first = octet(raw, at);
                int octets = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
                for (int i = 1; i < octets; i++) if ((octet(raw, at + 3 * i) & ~0x3F) != 0x80) return at + 3;
                return at + 3 * octets;
            }

            /// The octet that `%XX` at this place stands for, or -1.
            private static int octet(String raw, int at) {
                if (at + 3 > raw.length() || raw.charAt(at) != '%') return -1;
                int high = Character.digit(raw.charAt(at + 1), 16);
                int low = Character.digit(raw.charAt(at + 2), 16);
                return high < 0 || low < 0 ? -1 : high * 16 + low;
            }
        }

        /// The path as API Gateway writes it in a route key: `/orders/{path+}`.
        public String template() {
            return template;
        }

        boolean isDefault() {
            return this == DEFAULT;
        }

        /// A path that matches, to try it with: `/orders/1`, `/`.
        public String example() {
            if (isDefault()) return "/";
            return template.replaceAll("/?\\{[^}]*\\+\\}", "/hello").replaceAll("\\{[^}]*\\}", "1");
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof PathPattern pattern && template.equals(pattern.template) && regex.pattern().equals(pattern.regex.pattern());
        }

        @Override
        public int hashCode() {
            return regex.pattern().hashCode();
        }

        @Override
        public String toString() {
            return template;
        }
    }
}
