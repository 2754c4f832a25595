package smyth.classpath;

record Repository(String id, String url) {
    static final String CENTRAL = "https://repo.maven.apache.org/maven2/";
}
