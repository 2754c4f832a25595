package smyth.cli;

/// The program: the main class of a released Smyth, and what `smyth.java` calls in a checkout.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        int status = StartArchive.around(() -> Command.run(System.out, System.err, args));
        System.exit(status);
    }
}
