package smyth.classpath;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A Maven repository that a JBang file names.
record Repository(String id, String url) {
    private static final String CENTRAL = "https://repo.maven.apache.org/maven2/";
    /// JBang's own.
    private static final Map<String, String> ALIASES = Map.of(
            "central", CENTRAL,
            "mavencentral", CENTRAL,
            "jitpack", "https://jitpack.io/",
            "google", "https://maven.google.com/",
            "redhat", "https://maven.repository.redhat.com/ga/",
            "jbossorg", "https://repository.jboss.org/nexus/content/groups/public/",
            "sponge", "https://repo.spongepowered.org/maven",
            "central-portal-snapshots", "https://central.sonatype.com/repository/maven-snapshots/",
            "jcenter", "https://jcenter.bintray.com/");

    /// `central`, `https://…` or `name=https://…`; empty when it is none of them.
    static Optional<Repository> parse(String written) {
        int equals = written.indexOf('=');
        var place = written.substring(equals + 1);
        var url = ALIASES.getOrDefault(place.toLowerCase(Locale.ROOT), place);
        if (!url.contains("://")) return Optional.empty();
        return Optional.of(
                new Repository(url.equals(CENTRAL) ? "central" : equals > 0 ? written.substring(0, equals) : place,
                        url));
    }

    static List<String> aliases() {
        return ALIASES.keySet().stream().sorted().toList();
    }
}
