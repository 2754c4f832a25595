package smyth.event;

/// Whose functions these are, as it shows in ARNs and domain names.
///
/// @param id 12 digits
public record Account(String region, String id) {
    public String functionArn(String function) {
        return "arn:aws:lambda:" + region + ":" + id + ":function:" + function;
    }
}
