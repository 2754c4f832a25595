///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//DESCRIPTION Formats the Java files, or checks that they are formatted: ./jbangw format [--check]
//DEPS org.eclipse.jdt:org.eclipse.jdt.core:3.44.0
//RUNTIME_OPTIONS -XX:+UseSerialGC -Xlog:disable

import static org.eclipse.jdt.core.JavaCore.DO_NOT_INSERT;
import static org.eclipse.jdt.core.formatter.DefaultCodeFormatterConstants.*;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jdt.core.JavaCore;
import org.eclipse.jdt.core.ToolFactory;
import org.eclipse.jdt.core.formatter.CodeFormatter;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.Document;

/// The formatter of Eclipse and of VS Code's Java extension, with our settings: lines up to 120 columns, four spaces,
/// line breaks that somebody chose are kept. Comments are wrapped by hand.
final class Format {
    private static final int COLUMNS = 120;
    private static final List<String> ROOTS = List.of("lib", "tests", "bench", "release", "vscode-extension/test/java");

    /// Written as it is: text in which Java files stand, and scripts without a class, which the formatter does not
    /// know.
    private static final List<String> LEFT_ALONE = List.of("tests/fixtures", "tests/All.java");

    private Format() {}

    public static void main(String[] args) throws IOException, BadLocationException {
        boolean check = List.of(args).contains("--check");
        var wrong = new ArrayList<String>();
        for (var file : files()) {
            var text = Files.readString(file);
            var formatted = formatted(file, text);
            wrong.addAll(tooLong(file, formatted));
            if (formatted.equals(text)) continue;
            if (check) wrong.add(file + " is not formatted; ./jbangw format does it");
            else Files.writeString(file, formatted);
        }
        wrong.forEach(System.out::println);
        if (!wrong.isEmpty()) System.exit(1);
    }

    /// Lines that the formatter could not break: a string, a comment. A text block may be as wide as what it shows.
    private static List<String> tooLong(Path file, String text) {
        var found = new ArrayList<String>();
        boolean inTextBlock = false;
        int number = 0;
        for (var line : text.split("\n")) {
            number++;
            boolean delimits = (line.split("\"\"\"", -1).length - 1) % 2 == 1;
            if (line.length() > COLUMNS && !inTextBlock && !(delimits && line.strip().startsWith("\"\"\"")))
                found.add(file + ":" + number + " has " + line.length() + " columns");
            inTextBlock ^= delimits;
        }
        return found;
    }

    private static List<Path> files() throws IOException {
        var files = new ArrayList<Path>();
        for (var root : ROOTS) {
            if (!Files.isDirectory(Path.of(root))) continue;
            try (Stream<Path> found = Files.walk(Path.of(root))) {
                found.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> LEFT_ALONE.stream().noneMatch(file::startsWith))
                        .sorted().forEach(files::add);
            }
        }
        return files;
    }

    private static String formatted(Path file, String text) throws BadLocationException {
        var formatter = ToolFactory.createCodeFormatter(settings());
        var edits = formatter.format(CodeFormatter.K_COMPILATION_UNIT, text, 0, text.length(), 0, "\n");
        if (edits == null) throw new IllegalArgumentException(file + " is not Java");
        var document = new Document(text);
        edits.apply(document);
        return document.get();
    }

    private static Map<String, String> settings() {
        var settings = new HashMap<>(getEclipseDefaultSettings());
        for (var key : List.of(JavaCore.COMPILER_SOURCE, JavaCore.COMPILER_COMPLIANCE,
                JavaCore.COMPILER_CODEGEN_TARGET_PLATFORM))
            settings.put(key, "25");
        settings.put(FORMATTER_TAB_CHAR, JavaCore.SPACE);
        settings.put(FORMATTER_LINE_SPLIT, Integer.toString(COLUMNS));
        settings.put(FORMATTER_TEXT_BLOCK_INDENTATION, Integer.toString(INDENT_PRESERVE));
        for (var kept : List.of(FORMATTER_JOIN_WRAPPED_LINES, FORMATTER_JOIN_LINES_IN_COMMENTS,
                FORMATTER_COMMENT_FORMAT_JAVADOC_COMMENT,
                FORMATTER_COMMENT_FORMAT_MARKDOWN_COMMENT, FORMATTER_COMMENT_FORMAT_BLOCK_COMMENT,
                FORMATTER_COMMENT_FORMAT_LINE_COMMENT))
            settings.put(kept, FALSE);
        for (var oneLine : List.of(FORMATTER_KEEP_SIMPLE_IF_ON_ONE_LINE, FORMATTER_KEEP_THEN_STATEMENT_ON_SAME_LINE,
                FORMATTER_KEEP_ELSE_STATEMENT_ON_SAME_LINE,
                FORMATTER_KEEP_GUARDIAN_CLAUSE_ON_ONE_LINE, FORMATTER_KEEP_SIMPLE_FOR_BODY_ON_SAME_LINE,
                FORMATTER_KEEP_SIMPLE_WHILE_BODY_ON_SAME_LINE,
                FORMATTER_INDENT_SWITCHSTATEMENTS_COMPARE_TO_SWITCH, FORMATTER_WRAP_OUTER_EXPRESSIONS_WHEN_NESTED))
            settings.put(oneLine, TRUE);
        for (var empty : List.of(FORMATTER_KEEP_TYPE_DECLARATION_ON_ONE_LINE, FORMATTER_KEEP_METHOD_BODY_ON_ONE_LINE,
                FORMATTER_KEEP_RECORD_DECLARATION_ON_ONE_LINE, FORMATTER_KEEP_RECORD_CONSTRUCTOR_ON_ONE_LINE,
                FORMATTER_KEEP_ENUM_CONSTANT_DECLARATION_ON_ONE_LINE, FORMATTER_KEEP_LOOP_BODY_BLOCK_ON_ONE_LINE,
                FORMATTER_KEEP_SWITCH_CASE_WITH_ARROW_ON_ONE_LINE, FORMATTER_KEEP_CODE_BLOCK_ON_ONE_LINE))
            settings.put(empty, ONE_LINE_IF_EMPTY);
        settings.put(FORMATTER_KEEP_ENUM_DECLARATION_ON_ONE_LINE, ONE_LINE_PRESERVE);
        settings.put(FORMATTER_KEEP_LAMBDA_BODY_BLOCK_ON_ONE_LINE, ONE_LINE_PRESERVE);
        settings.put(FORMATTER_NUMBER_OF_EMPTY_LINES_TO_PRESERVE, "1");
        settings.put(FORMATTER_BLANK_LINES_BEFORE_FIRST_CLASS_BODY_DECLARATION, "0");
        for (var space : List.of(FORMATTER_INSERT_SPACE_AFTER_OPENING_BRACE_IN_ARRAY_INITIALIZER,
                FORMATTER_INSERT_SPACE_BEFORE_CLOSING_BRACE_IN_ARRAY_INITIALIZER))
            settings.put(space, DO_NOT_INSERT);
        return settings;
    }
}
