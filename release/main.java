//JAVA 25+
// JBang takes `release` for this folder before it looks for the alias of that name, and runs the folder's main.java
// away from the files beside it. So this one only hands over.

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

void main(String[] args) throws Exception {
    var jbang = System.getProperty("os.name").startsWith("Windows") ? "jbang.cmd"
            : Path.of("jbangw").toAbsolutePath().toString();
    var command = new ArrayList<>(List.of(jbang, "run", "release/All.java"));
    command.addAll(List.of(args));
    System.exit(new ProcessBuilder(command).inheritIO().start().waitFor());
}
