package smyth.template;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// What a value looks like, going by the name that a parameter, an export or an attribute has.
final class NameGuess {
    /// The first whose end of a name fits, in small letters and without separators.
    private static final Map<Pattern, String> BY_END = new LinkedHashMap<>();

    static {
        var rows = """
                .*role.*arns?            arn:{partition}:iam::{account}:role/{name}
                .*(polic).*arns?         arn:{partition}:iam::{account}:policy/{name}
                .*topic.*arns?           arn:{partition}:sns:{region}:{account}:{name}
                .*queue.*arns?           arn:{partition}:sqs:{region}:{account}:{name}
                .*stream.*arns?          arn:{partition}:kinesis:{region}:{account}:stream/{name}
                .*table.*arns?           arn:{partition}:dynamodb:{region}:{account}:table/{name}
                .*bucket.*arns?          arn:{partition}:s3:::{small}
                .*(kms|key).*arns?       arn:{partition}:kms:{region}:{account}:key/{uuid}
                .*secret.*arns?          arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-AbCdEf
                .*layer.*arns?           arn:{partition}:lambda:{region}:{account}:layer:{name}:1
                .*cert.*arns?            arn:{partition}:acm:{region}:{account}:certificate/{uuid}
                .*userpool.*arns?        arn:{partition}:cognito-idp:{region}:{account}:userpool/{region}_{lower}
                .*bus.*arns?             arn:{partition}:events:{region}:{account}:event-bus/{name}
                .*statemachine.*arns?    arn:{partition}:states:{region}:{account}:stateMachine:{name}
                .*(function|lambda).*arns? arn:{partition}:lambda:{region}:{account}:function:{name}
                .*arns?                  arn:{partition}:resource:{region}:{account}:{name}
                .*vpc(id)?               vpc-{hex17}
                .*subnet(id)?s?          subnet-{hex17}
                .*(securitygroup|sg)(id)?s? sg-{hex17}
                .*(ami|imageid|ami2|.*amiid.*|x8664|arm64) ami-{hex17}
                .*instanceid             i-{hex17}
                .*volumeid               vol-{hex17}
                .*hostedzone(id)?        Z{HEX}
                .*userpoolid             {region}_{lower}
                .*identitypoolid         {region}:{uuid}
                .*clientid               {lower}{lower}
                .*(restapi|httpapi|api)id {lower}
                .*(kms)?keyid            {uuid}
                .*account(id)?           {account}
                .*region                 {region}
                .*(availabilityzone|az)s?(name)? {region}a
                .*email(address)?        {small}@example.com
                .*queueurl               {sqs}/{account}/{name}
                .*(url|uri)              https://{small}.example.com
                .*(endpoint|host|hostname|domain|domainname|endpointaddress) {small}.example.com
                .*endpointport|.*port    5432
                .*(cidr|cidrblock)       10.0.0.0/16
                .*(stage|stagename|environment|envname)|env dev
                .*bucket(name)?          {small}
                .*                       {name}
                """;
        rows.lines().forEach(row -> {
            int space = row.indexOf(' ');
            BY_END.put(Pattern.compile(row.substring(0, space)), row.substring(space).strip());
        });
    }

    private NameGuess() {}

    /// A pattern for [StandIns#fill].
    static String pattern(String name) {
        var plain = name.substring(Math.max(0, name.length() - 200)).toLowerCase().replaceAll("[^a-z0-9]", "");
        return BY_END.entrySet().stream().filter(row -> row.getKey().matcher(plain).matches())
                .map(Map.Entry::getValue).findFirst().orElse("{name}");
    }
}
