package smyth.template;

import java.util.Set;

/// Values of AWS's form for what only AWS knows. The same name gives the same value, always.
record StandIns(Settings settings) {
    private static final Set<String> CHOSEN_BY_AWS = Set.of("hex8", "hex16", "hex17", "hex32", "HEX", "lower", "digits",
            "uuid", "time");
    private static final String LOWER = "0123456789abcdefghijklmnopqrstuvwxyz";

    /// Whether AWS itself chooses a part of it.
    static boolean isChosenByAws(String pattern) {
        for (var part : CHOSEN_BY_AWS) if (pattern.contains("{" + part + "}")) return true;
        return false;
    }

    /// @param pattern with `{name}`, `{small}` (the name in small letters), `{account}` and others in it
    /// @param seed    what letters and digits that look random are made of
    String fill(String pattern, String name, String seed) {
        var out = new StringBuilder();
        int end = 0;
        for (int begin = pattern.indexOf('{'); begin >= 0; begin = pattern.indexOf('{', end)) {
            int close = pattern.indexOf('}', begin);
            if (close < 0) break; // a name from the template may have braces
            out.append(pattern, end, begin);
            end = close + 1;
            out.append(part(pattern.substring(begin + 1, close), name, seed));
        }
        return out.append(pattern, end, pattern.length()).toString();
    }

    private String part(String placeholder, String name, String seed) {
        return switch (placeholder) {
            case "name" -> name;
            case "small" -> name.toLowerCase();
            case "account" -> settings.accountId();
            case "region" -> settings.region();
            case "stack" -> settings.stackName();
            case "partition" -> partition();
            case "suffix" -> suffix();
            case "sqs" -> endpoint("SQS");
            case "hex8" -> random(seed, "0123456789abcdef", 8);
            case "hex16" -> random(seed, "0123456789abcdef", 16);
            case "hex17" -> "0" + random(seed, "0123456789abcdef", 16);
            case "hex32" -> random(seed, "0123456789abcdef", 32);
            case "HEX" -> random(seed, LOWER, 13).toUpperCase();
            case "lower" -> random(seed, LOWER, 10);
            case "time" -> "2024-01-01T00:00:00.000";
            case "digits" -> random(seed, "123456789", 6);
            case "uuid" -> random(seed, "0123456789abcdef", 32)
                    .replaceFirst("(.{8})(.{4}).(.{3}).(.{3})(.{12})", "$1-$2-4$3-a$4-$5");
            default -> "{" + placeholder + "}";
        };
    }

    String partition() {
        return settings.region().startsWith("cn-") ? "aws-cn"
                : settings.region().startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }

    String suffix() {
        return settings.region().startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
    }

    private String endpoint(String service) {
        var own = settings.shell().getOrDefault("AWS_ENDPOINT_URL_" + service,
                settings.shell().getOrDefault("AWS_ENDPOINT_URL", ""));
        return own.isBlank() ? "https://" + service.toLowerCase() + "." + settings.region() + "." + suffix()
                : own.strip().replaceFirst("/+$", "");
    }

    /// A value for something of which only the name is known: `VpcId`, `/shop/db/password`.
    String guess(String name) {
        var last = name.replaceFirst("[/:.-]+$", "").replaceFirst("^.*[/:]", "");
        return fill(NameGuess.pattern(name), last.isEmpty() ? "value" : last, name);
    }

    private static String random(String seed, String letters, int count) {
        long state = 0xcbf29ce484222325L;
        for (int i = 0; i < seed.length(); i++) state = (state ^ seed.charAt(i)) * 0x100000001b3L;
        var out = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            state += 0x9e3779b97f4a7c15L;
            long mixed = (state ^ state >>> 30) * 0xbf58476d1ce4e5b9L;
            mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
            out.append(letters.charAt((int) Long.remainderUnsigned(mixed ^ mixed >>> 31, letters.length())));
        }
        return out.toString();
    }
}
