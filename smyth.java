///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//DESCRIPTION Runs AWS Lambda handlers behind a local HTTP server
//DEPS tools.jackson.core:jackson-databind:3.1.0
//DEPS org.tomlj:tomlj:1.1.1
//DEPS io.methvin:directory-watcher:0.19.1
//DEPS info.picocli:picocli:4.7.7
//DEPS eu.maveniverse.maven.mima:context:2.4.48
//DEPS eu.maveniverse.maven.mima.runtime:standalone-static:2.4.48
//DEPS eu.maveniverse.maven.mima.extensions:mmr:2.4.48
//DEPS org.slf4j:slf4j-nop:1.7.36
// Older ones would win in a script that uses Smyth as a library beside AWS's SDK.
//DEPS com.fasterxml.jackson.core:jackson-annotations:2.21
//DEPS org.codehaus.plexus:plexus-utils:3.6.1
//DEPS lib/worker/java/Worker.java
//SOURCES lib/smyth/*.java
//SOURCES lib/smyth/*/*.java
//FILES worker/python/_smyth_worker/=lib/worker/python/_smyth_worker/*.py
//FILES worker/node/worker/=lib/worker/node/worker/*.cjs
//CDS
//RUNTIME_OPTIONS -XX:+UseSerialGC -Xms64m -Xmn40m -Xmx512m -XX:-UsePerfData -Xlog:disable
//MANIFEST Implementation-Title=smyth Implementation-Version=0.1.0

import smyth.cli.Main;

void main(String[] args) {
    Main.main(args);
}
