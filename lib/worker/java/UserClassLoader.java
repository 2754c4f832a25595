package worker.java;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSigner;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

/// The user's classes, all in one loader, parent first as on AWS: the runtime's core and serialization win over those
/// of the project.
///
/// A worker in reserve begins this before it knows what to run, with the jars and the classes that the previous worker
/// used: reading, parsing and verifying the classes of a library takes longer than compiling an edit. None is
/// initialized, so no code of the user's has run; where the jars have changed, or a class of the project's own comes
/// before one in a jar, all of it is thrown away.
final class UserClassLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final List<File> jars;
    private final List<Long> stamps;
    private final Collection<String> loaded = new ConcurrentLinkedQueue<>(); // out of jars, in order
    // before the jars: the project's own, which changes with each revision
    private URLClassLoader folders = new URLClassLoader(new URL[0], null);
    private boolean told;

    private UserClassLoader(List<File> entries) {
        super(urls(entries), ClassLoader.getSystemClassLoader());
        this.jars = entries;
        this.stamps = stamps(entries);
    }

    /// Loads what it can until there is something better to do.
    static UserClassLoader ahead(Start last, BooleanSupplier called) {
        UserClassLoader loader = new UserClassLoader(
                last.classPath.subList(folders(last.classPath), last.classPath.size()));
        for (String name : last.classes) {
            if (called.getAsBoolean()) break;
            try {
                // Asking for the constructors verifies the class, which its first use would do.
                Class.forName(name, false, loader).getDeclaredConstructors();
            } catch (ClassNotFoundException | LinkageError e) {
                // Its first use tells, if there is one.
            }
        }
        return loader;
    }

    /// The loader of this class path: this one where that makes no difference, otherwise a new one.
    UserClassLoader of(List<File> classPath) {
        List<File> own = classPath.subList(0, folders(classPath));
        List<File> wanted = classPath.subList(own.size(), classPath.size());
        if (loaded.isEmpty() || !wanted.equals(jars) || !stamps(wanted).equals(stamps) || hides(own))
            return new UserClassLoader(classPath);
        folders = new URLClassLoader(urls(own), null);
        return this;
    }

    Collection<String> newlyLoaded() {
        if (told) return List.of();
        told = true;
        return new ArrayList<>(loaded);
    }

    /// The number of folders before the first jar.
    private static int folders(List<File> classPath) {
        int count = 0;
        while (count < classPath.size() && !isJar(classPath.get(count))) count++;
        return count;
    }

    private static boolean isJar(File entry) {
        return entry.getName().endsWith(".jar");
    }

    /// URLClassLoader takes for a folder what ends with a slash; a folder that is yet to be made must have it too.
    private static URL[] urls(List<File> entries) {
        URL[] urls = new URL[entries.size()];
        for (int i = 0; i < urls.length; i++) {
            String url = entries.get(i).toURI().toString();
            try {
                urls[i] = new URL(isJar(entries.get(i)) || url.endsWith("/") ? url : url + "/");
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException("not a path: " + entries.get(i), e);
            }
        }
        return urls;
    }

    /// What shows that a jar is still the one that was opened.
    private static List<Long> stamps(List<File> jars) {
        List<Long> stamps = new ArrayList<>();
        for (File jar : jars) {
            stamps.add(jar.length());
            stamps.add(jar.lastModified());
        }
        return stamps;
    }

    /// Whether one of these folders has a class that was loaded from a jar. Few packages are in both.
    private boolean hides(List<File> folders) {
        Map<String, Boolean> packages = new HashMap<>();
        for (File folder : folders) {
            packages.clear();
            for (String name : loaded) {
                String path = name.replace('.', '/');
                String parent = path.substring(0, Math.max(0, path.lastIndexOf('/')));
                if (packages.computeIfAbsent(parent, inside -> new File(folder, inside).isDirectory())
                        && new File(folder, path + ".class").exists())
                    return true;
            }
        }
        return false;
    }

    private static String path(String className) {
        return className.replace('.', '/') + ".class";
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try {
            URL own = folders.findResource(path(name));
            if (own != null) return define(name, own);
            Class<?> found = super.findClass(name);
            if (found.getProtectionDomain().getCodeSource().getLocation().getPath().endsWith(".jar")) loaded.add(name);
            return found;
        } catch (ClassNotFoundException | LinkageError e) {
            cut(e);
            throw e;
        }
    }

    /// With the stack trace that it would have without this class. Without lambdas, whose first one costs a cold
    /// start 15 ms.
    private static void cut(Throwable failure) {
        List<StackTraceElement> frames = new ArrayList<>();
        for (StackTraceElement frame : failure.getStackTrace())
            if (!frame.getClassName().equals(UserClassLoader.class.getName())) frames.add(frame);
        failure.setStackTrace(frames.toArray(new StackTraceElement[0]));
    }

    /// As URLClassLoader defines a class in a folder.
    private Class<?> define(String name, URL file) throws ClassNotFoundException {
        try (InputStream in = file.openStream()) {
            byte[] bytes = in.readAllBytes();
            String url = file.toString();
            URL folder = new URL(url.substring(0, url.length() - path(name).length()));
            int dot = name.lastIndexOf('.');
            if (dot > 0 && getDefinedPackage(name.substring(0, dot)) == null) definePackage(name.substring(0, dot));
            return defineClass(name, bytes, 0, bytes.length, new CodeSource(folder, (CodeSigner[]) null));
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private void definePackage(String name) {
        try {
            definePackage(name, null, null, null, null, null, null, null);
        } catch (IllegalArgumentException e) {
            // Another thread was first.
        }
    }

    @Override
    public URL findResource(String name) {
        URL own = folders.findResource(name);
        return own != null ? own : super.findResource(name);
    }

    @Override
    public Enumeration<URL> findResources(String name) throws IOException {
        List<URL> all = Collections.list(folders.findResources(name));
        all.addAll(Collections.list(super.findResources(name)));
        return Collections.enumeration(all);
    }

    @Override
    public URL[] getURLs() {
        List<URL> all = new ArrayList<>(Arrays.asList(folders.getURLs()));
        all.addAll(Arrays.asList(super.getURLs()));
        return all.toArray(new URL[0]);
    }
}
