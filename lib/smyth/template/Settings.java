package smyth.template;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import smyth.tree.Node;

/// What a template's values depend on beside the template.
///
/// @param parameters by name; the others have the template's defaults
/// @param known      what AWS alone knows, as `[unknown]` in smyth.toml gives it: by the name of an [Unknown]
/// @param shell      environment variables: `AWS_ENDPOINT_URL_SQS`
/// @param include    reads what `AWS::Include` names by its `Location`; nothing where that cannot be read
public record Settings(String region, String accountId, String stackName, Map<String, String> parameters,
        Map<String, String> known, Map<String, String> shell, Function<String, Optional<Node>> include) {}
