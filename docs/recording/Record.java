import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Makes the recording of the README, docs/recording.svg: start, curl, edit, curl, breakpoint.
///
/// Run it in the checkout's root: `./jbangw docs/recording/Record.java`. It needs tmux and port 8080. What the picture
/// shows is what the programs print: the commands are typed into three shells of tmux, in an empty folder, and the
/// screens are drawn as they change. `jbang smyth@mirumee` runs the Smyth of this checkout, and the path of the
/// temporary home folder is shown as `~`.

static final Path CHECKOUT = Path.of("").toAbsolutePath();
static final Duration KEY = Duration.ofMillis(20);
static final Duration LOOK = Duration.ofMillis(1300);
static final String CURSOR = "@cursor ";
static final Pattern STYLE = Pattern.compile("\u001b\\[([0-9;]*)m|\u001b.");

Path home;
List<Screen> screens;
List<Frame> frames = new ArrayList<>();

/// One shell, in a terminal of its own.
record Screen(String name, String title, int columns, int rows) {}

/// What all screens show from a moment on, in milliseconds from the start.
record Frame(long from, List<List<String>> lines, Cursor cursor) {}

/// Where the next key goes.
record Cursor(int screen, int column, int row) {}

void main() throws Exception {
    home = Files.createTempDirectory("smyth-recording").toRealPath();
    screens = List.of(new Screen("smyth", "Smyth", 102, 11), new Screen("client", "client", 102, 5),
            new Screen("editor", "editor, then debugger", 102, 14));
    try {
        prepare();
        var camera = Thread.ofVirtual().start(this::film);
        try {
            play();
        } finally {
            camera.interrupt();
            camera.join();
        }
        Files.writeString(CHECKOUT.resolve("docs/recording.svg"), new Picture(screens, frames).svg());
        IO.println("wrote docs/recording.svg, " + Files.size(CHECKOUT.resolve("docs/recording.svg")) / 1024 + " KB, "
                + frames.getLast().from() / 1000 + " s");
    } finally {
        tmux("kill-server");
        try (var all = Files.walk(home)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        }
    }
}

// --- the play ---

void play() throws Exception {
    type("editor", "cat -n Hello.java | tail -8");
    pause(LOOK);
    type("smyth", "jbang smyth@mirumee --debug");
    await("smyth", "curl http://");
    pause(LOOK);
    type("client", "curl http://127.0.0.1:8080/hello/Ada");
    await("client", "\"hello\":\"Ada\"");
    await("smyth", "GET /hello/Ada 200");
    pause(LOOK);
    type("editor", "sed -i 's/\"hello\"/\"welcome\"/' Hello.java");
    pause(Duration.ofMillis(700));
    type("client", "curl http://127.0.0.1:8080/hello/Ada");
    await("client", "\"welcome\":\"Ada\"");
    await("smyth", "(?s)reloaded in .*GET /hello/Ada 200");
    pause(LOOK);
    type("editor", "jdb -attach 127.0.0.1:" + last("smyth", "attach to 127\\.0\\.0\\.1:(\\d+)"));
    await("editor", "(?m)^> ?$");
    type("editor", "stop at Hello:12");
    await("editor", "Set breakpoint");
    type("client", "curl http://127.0.0.1:8080/hello/Eve");
    await("editor", "main\\[1\\] *$");
    pause(LOOK);
    type("editor", "print parameters");
    await("editor", "name=Eve");
    pause(LOOK);
    type("editor", "cont");
    await("client", "\"welcome\":\"Eve\"");
    pause(Duration.ofSeconds(4));
}

/// A folder with the handler that `init` writes, a `jbang` that runs this checkout, and a shell for each screen.
void prepare() throws Exception {
    var bin = Files.createDirectory(home.resolve("bin"));
    var jbang = Files.writeString(bin.resolve("jbang"),
            "#!/bin/sh\nshift\nPATH=${PATH#" + bin + ":}\nexec '" + CHECKOUT + "/jbangw' '" + CHECKOUT + "/smyth.java' \"$@\"\n");
    jbang.toFile().setExecutable(true);
    run(CHECKOUT.resolve("jbangw").toString(), CHECKOUT.resolve("smyth.java").toString(), "init",
            home.resolve("hello").toString());
    Files.writeString(home.resolve(".curlrc"), "write-out = \"\\n\"\nno-progress-meter\n");
    var java = Path.of(System.getProperty("java.home"), "bin");
    for (var screen : screens)
        tmux("-f", "/dev/null", "new-session", "-d", "-s", screen.name(), "-x",
                "" + screen.columns(), "-y", "" + screen.rows(), "-c", home.resolve("hello").toString(), "env", "-u",
                "NO_COLOR", "-u", "JAVA_TOOL_OPTIONS", "TERM=screen-256color", "PS1=\\[\\e[32m\\]$\\[\\e[0m\\] ", "CURL_HOME=" + home,
                "JBANG_NO_VERSION_CHECK=true", "PATH=" + bin + ":" + java + ":" + System.getenv("PATH"), "bash",
                "--norc", "--noprofile");
    tmux("set-option", "-g", "status", "off");
    for (var screen : screens) await(screen.name(), "^\\$");
}

int active;

void type(String screen, String command) throws Exception {
    active = screens.stream().map(Screen::name).toList().indexOf(screen);
    pause(Duration.ofMillis(300));
    for (var key : command.split("")) {
        tmux("send-keys", "-t", screen, "-l", key.equals(";") ? "\\;" : key);
        pause(KEY);
    }
    pause(Duration.ofMillis(250));
    tmux("send-keys", "-t", screen, "Enter");
}

void await(String screen, String regex) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!Pattern.compile(regex).matcher(text(screen)).find()) {
        if (System.nanoTime() > end)
            throw new IllegalStateException("no " + regex + " on the screen:\n" + text(screen));
        pause(Duration.ofMillis(50));
    }
}

String last(String screen, String regex) throws Exception {
    return Pattern.compile(regex).matcher(text(screen)).results().map(match -> match.group(1)).toList().getLast();
}

String text(String screen) throws Exception {
    return tmux("capture-pane", "-p", "-S", "-60", "-t", screen).strip();
}

void pause(Duration time) throws InterruptedException {
    Thread.sleep(time);
}

// --- the camera ---

void film() {
    long start = System.nanoTime();
    try {
        while (!Thread.interrupted()) {
            var frame = frame((System.nanoTime() - start) / 1_000_000);
            if (frames.isEmpty() || !same(frames.getLast(), frame)) frames.add(frame);
            Thread.sleep(50);
        }
    } catch (InterruptedException _) {
        // the play is over
    } catch (IOException e) {
        throw new IllegalStateException(e);
    } finally {
        var end = frames.getLast();
        frames.add(new Frame((System.nanoTime() - start) / 1_000_000, end.lines(), end.cursor()));
    }
}

boolean same(Frame one, Frame other) {
    return one.lines().equals(other.lines()) && one.cursor().equals(other.cursor());
}

Frame frame(long time) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    for (var screen : screens)
        command.addAll(List.of("capture-pane", "-ep", "-t", screen.name(), ";", "display-message", "-p", "-t",
                screen.name(), CURSOR + "#{cursor_x},#{cursor_y}", ";"));
    var cursors = new ArrayList<Cursor>();
    var lines = new ArrayList<List<String>>(List.of(new ArrayList<>()));
    var style = "";
    for (var line : tmux(command.toArray(String[]::new)).replace(home.toString(), "~").split("\n")) {
        if (!line.startsWith(CURSOR)) {
            lines.getLast().add(style + line);
            // A style goes on in the next line until a code ends it.
            style = STYLE.matcher(style + line).results().map(MatchResult::group).reduce("", String::concat);
            style = style.substring(Math.max(0, style.lastIndexOf("\u001b[0m")));
            continue;
        }
        var at = line.substring(CURSOR.length()).split(",");
        style = "";
        cursors.add(new Cursor(cursors.size(), Integer.parseInt(at[0]), Integer.parseInt(at[1])));
        if (cursors.size() < screens.size()) lines.add(new ArrayList<>());
    }
    return new Frame(time, lines, cursors.get(active));
}

/// tmux with a socket of its own, so that no other session is touched.
String tmux(String... command) throws IOException, InterruptedException {
    return run(Stream.concat(Stream.of("tmux", "-S", home.resolve("tmux").toString()), Stream.of(command))
            .toArray(String[]::new));
}

static String run(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return output;
}

// --- the picture ---

/// An SVG that shows each line of each screen from its first frame to its last, by CSS.
static final class Picture {
    private static final double COLUMN = 7.8;
    private static final int ROW = 17;
    private static final int TITLE = 28;
    private static final int MARGIN = 14;
    private static final String[] COLOURS = {"#484f58", "#ff7b72", "#7ee787", "#e3b341", "#79c0ff", "#d2a8ff",
            "#76e3ea", "#c9d1d9"};

    private final List<Screen> screens;
    private final List<Frame> frames;
    private final StringBuilder body = new StringBuilder();
    private final List<String> spans = new ArrayList<>();

    Picture(List<Screen> screens, List<Frame> frames) {
        this.screens = screens;
        this.frames = frames;
    }

    String svg() {
        int width = (int) (screens.getFirst().columns() * COLUMN) + 2 * MARGIN;
        int y = 0;
        for (int screen = 0; screen < screens.size(); screen++) {
            panel(screen, y, width);
            y += TITLE + screens.get(screen).rows() * ROW + MARGIN;
        }
        var css = new StringBuilder();
        long end = frames.getLast().from();
        for (int i = 0; i < spans.size(); i++) css.append(keyframes(i, spans.get(i), end));
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img">
                <title>Smyth serves a handler; the handler is edited, and the next request runs it; a debugger stops in it</title>
                <style>
                text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#c9d1d9;white-space:pre}
                .t{fill:#8b949e}.b{font-weight:bold}.d{opacity:.65}
                .s{visibility:hidden;animation:%3$.2fs step-end infinite}
                %4$s@media(prefers-reduced-motion:reduce){.s{animation:none!important}.e{visibility:visible}}
                </style>
                <rect width="100%%" height="100%%" fill="#0d1117"/>
                %5$s</svg>
                """
                .formatted(width, y, end / 1000.0, css, body);
    }

    private void panel(int screen, int y, int width) {
        body.append("<rect y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#161b22\"/><text class=\"t\" x=\"%d\" y=\"%d\">%s</text>\n"
                .formatted(y, width, TITLE - 6, MARGIN, y + 16, screens.get(screen).title()));
        for (int row = 0; row < screens.get(screen).rows(); row++) {
            int from = 0;
            for (int to = 1; to < frames.size(); to++) {
                boolean last = to == frames.size() - 1;
                if (!last && line(to, screen, row).equals(line(from, screen, row))) continue;
                var line = line(from, screen, row);
                if (!line.isBlank()) shown(from, to, text(line, y + TITLE + row * ROW + 12));
                from = to;
            }
        }
        int from = 0;
        for (int to = 1; to < frames.size(); to++) {
            boolean last = to == frames.size() - 1;
            var cursor = frames.get(from).cursor();
            if (!last && frames.get(to).cursor().equals(cursor)) continue;
            if (cursor.screen() == screen)
                shown(from, to, "<rect x=\"%.1f\" y=\"%d\" width=\"7\" height=\"15\" fill=\"#c9d1d9\" opacity=\".7\"/>"
                        .formatted(MARGIN + cursor.column() * COLUMN, y + TITLE + cursor.row() * ROW));
            from = to;
        }
    }

    private String line(int frame, int screen, int row) {
        var lines = frames.get(frame).lines().get(screen);
        return row < lines.size() ? lines.get(row) : "";
    }

    private void shown(int from, int to, String what) {
        var span = frames.get(from).from() + " " + frames.get(to).from();
        if (!spans.contains(span)) spans.add(span);
        body.append("<g class=\"s%s\" style=\"animation-name:k%d\">%s</g>\n"
                .formatted(to == frames.size() - 1 ? " e" : "", spans.indexOf(span), what));
    }

    private static String keyframes(int i, String span, long end) {
        long from = Long.parseLong(span.split(" ")[0]);
        long to = Long.parseLong(span.split(" ")[1]);
        return "@keyframes k%d{%s%.2f%%{visibility:visible}%s}\n".formatted(i,
                from == 0 ? "" : "0%{visibility:hidden}", 100.0 * from / end,
                to == end ? "" : "%.2f%%{visibility:hidden}".formatted(100.0 * to / end));
    }

    /// The runs of one style in a line, each where its column is, whatever the font.
    private static String text(String line, int y) {
        var svg = new StringBuilder();
        var style = "";
        var classes = "";
        int column = 0;
        int at = 0;
        var codes = STYLE.matcher(line);
        while (at <= line.length()) {
            boolean found = codes.find(at);
            var run = line.substring(at, found ? codes.start() : line.length());
            if (!run.isBlank()) svg.append("<text x=\"%.1f\" y=\"%d\" textLength=\"%.1f\"%s%s>%s</text>"
                    .formatted(MARGIN + column * COLUMN, y, run.length() * COLUMN, style, classes, escaped(run)));
            column += run.length();
            if (!found) break;
            for (var code : codes.group(1) == null ? new String[0] : codes.group(1).split(";")) {
                int number = code.isEmpty() ? 0 : Integer.parseInt(code);
                if (number == 0) style = classes = "";
                else if (number == 1) classes = " class=\"b\"";
                else if (number == 2) classes = " class=\"d\"";
                else if (number == 39) style = "";
                else if (number >= 30 && number <= 37) style = " style=\"fill:" + COLOURS[number - 30] + "\"";
                else if (number >= 90 && number <= 97) style = " style=\"fill:" + COLOURS[number - 90] + "\"";
            }
            at = codes.end();
        }
        return svg.toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;").replace(">", "&gt;");
    }
}
