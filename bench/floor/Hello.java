/// The least that a JVM can do: the floor of every start.
final class Hello {
    private Hello() {}

    public static void main(String[] args) {
        System.out.println("hello");
    }
}
