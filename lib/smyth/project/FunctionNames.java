package smyth.project;

import java.util.TreeMap;
import smyth.tree.Words;

/// What a function may be called.
final class FunctionNames {
    /// https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
    static final String PATTERN = "[a-zA-Z0-9-_]{1,64}";

    private FunctionNames() {}

    /// Reports names that AWS does not take, and those that differ in upper and lower case only.
    static void check(TableReader handlers) {
        var seen = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (var name : handlers.keys()) {
            if (!name.matches(PATTERN)) handlers.problem(name, Words.quoted(name)
                    + " is not a valid function name on AWS; use up to 64 letters, digits, hyphens and underscores");
            var other = seen.putIfAbsent(name, name);
            if (other != null) handlers.problem(name,
                    "differs from handlers." + other + " only in upper and lower case; rename one of them");
        }
    }
}
