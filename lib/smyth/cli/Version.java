package smyth.cli;

import picocli.CommandLine.IVersionProvider;

/// What `--version` prints: ours, and the Java it runs on.
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"smyth " + number() + " (Java " + System.getProperty("java.version") + ")"};
    }

    static String number() {
        var version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
