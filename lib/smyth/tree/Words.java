package smyth.tree;

import java.util.Collection;
import java.util.Comparator;

/// How messages quote what a user wrote, and guess what was meant.
public final class Words {
    private static final int MOST_LETTERS = 60;

    private Words() {}

    /// A value, clipped; tables and mixed lists by their kind only, since they may hold secrets.
    public static String shown(Node node) {
        return switch (node) {
            case Node.Scalar(_, String text, _) -> quoted(text);
            case Node.Scalar(_, _, var written) -> clipped(written);
            case Node.Nothing _ -> "nothing";
            case Node.Table _ -> "a table";
            case Node.Items items -> items.texts()
                    .map(texts -> clipped(texts.stream().map(Words::quoted).toList().toString())).orElse("this list");
        };
    }

    public static String quoted(String text) {
        return '"' + clipped(text.replace("\n", "\\n")) + '"';
    }

    private static String clipped(String text) {
        return text.length() <= MOST_LETTERS ? text : text.substring(0, MOST_LETTERS - 3) + "...";
    }

    /// `; did you mean timeout?`, or nothing when no name is near.
    public static String didYouMean(String written, Collection<String> names) {
        var nearest = names.stream().min(Comparator.comparingInt(name -> distance(written, name)))
                .filter(name -> distance(written, name) <= Math.max(1, written.length() / 3));
        var longer = names.stream()
                .filter(name -> written.length() > 2 && name.regionMatches(true, 0, written, 0, written.length()))
                .findFirst();
        return nearest.or(() -> longer).map(name -> "; did you mean " + name + "?").orElse("");
    }

    /// How many letters are wrong, missing, too many, or swapped with their neighbour.
    private static int distance(String a, String b) {
        var cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++)
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1)) ? 0 : 1;
                cost[i][j] = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + same);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1))
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
            }
        return cost[a.length()][b.length()];
    }
}
