package smyth.route;

/// A decoded path that knows the position of each of its characters in the encoded one.
///
/// @param offsets for every character of `text`, and its end, the place in the raw path
record DecodedPath(String text, int[] offsets) {
    static DecodedPath of(String raw) {
        var text = new StringBuilder();
        var offsets = new int[raw.length() + 1];
        for (int at = 0; at < raw.length();) {
            int end = at + 1;
            var characters = raw.substring(at, end);
            if (PercentEncoding.octet(raw, at) >= 0) {
                end = endOfCharacter(raw, at);
                // U+FFFD for bytes that are not UTF-8, as in Starlette
                characters = PercentEncoding.decoded(raw.substring(at, end));
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
        int first = PercentEncoding.octet(raw, at);
        int octets = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
        for (int i = 1; i < octets; i++) if ((PercentEncoding.octet(raw, at + 3 * i) & ~0x3F) != 0x80) return at + 3;
        return at + 3 * octets;
    }
}
