package worker.java;

import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.api.client.EventHandlerLoader;
import com.amazonaws.services.lambda.runtime.api.client.HandlerInfo;
import com.amazonaws.services.lambda.runtime.api.client.LambdaEnvironment;
import com.amazonaws.services.lambda.runtime.api.client.LambdaRequestHandler;
import com.amazonaws.services.lambda.runtime.api.client.LambdaRequestHandler.UserFaultHandler;
import com.amazonaws.services.lambda.runtime.api.client.UserFault;
import com.amazonaws.services.lambda.runtime.api.client.logging.LambdaContextLogger;
import com.amazonaws.services.lambda.runtime.api.client.logging.StdOutLogSink;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.DtoSerializers;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.converters.LambdaErrorConverter;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.converters.XRayErrorCauseConverter;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import com.amazonaws.services.lambda.runtime.logging.LogFormat;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
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
import worker.java.RuntimeApi.Start;
import worker.java.UserFunction.ShapedContext;

/// The user's handler, loaded, called and reported on by the classes that do it on AWS; the one place that knows them.
///
/// They are internal to aws-lambda-java-runtime-interface-client, whose version is fixed for that reason; none of those used here
/// needs its native library.
final class Handler {
    private static final String TRACE_HEADER = "com.amazonaws.xray.traceHeader"; // read by the X-Ray SDK

    private final LambdaRequestHandler handler;
    private final UserFunction.Pair functions;
    private final UserClassLoader loader;

    private Handler(LambdaRequestHandler handler, UserFunction.Pair functions, UserClassLoader loader) {
        this.handler = handler;
        this.functions = functions;
        this.loader = loader;
    }

    /// The init phase: static initializers and the constructor run here.
    ///
    /// @throws UserFault for what AWS reports as an init error; other faults come out of every [#call]
    static Handler load(Start start, UserClassLoader loader) throws Exception {
        set(AWSLambda.class, "customerClassLoader", loader);
        Thread.currentThread().setContextClassLoader(loader);
        LambdaRequestHandler handler = load(start.handler, loader);
        UserFunction.Pair functions = UserFunction.Pair.load(start, loader);
        if (functions.context != null && !(handler instanceof UserFaultHandler)) handler = shaped(handler, functions);
        return new Handler(handler, functions, loader);
    }

    private static LambdaRequestHandler load(String name, ClassLoader loader) {
        HandlerInfo info;
        try {
            info = HandlerInfo.fromString(name, loader);
        } catch (HandlerInfo.InvalidHandlerException e) {
            return new UserFaultHandler(UserFault.makeUserFault("Invalid handler: `" + name + "'"));
        } catch (ClassNotFoundException e) {
            return LambdaRequestHandler.classNotFound(e, HandlerInfo.className(name));
        } catch (NoClassDefFoundError e) {
            return LambdaRequestHandler.initErrorHandler(e, HandlerInfo.className(name)); // fatal, but only when called
        } catch (Throwable t) {
            throw ((UserFaultHandler) LambdaRequestHandler.initErrorHandler(t, HandlerInfo.className(name))).fault;
        }
        LambdaRequestHandler handler = EventHandlerLoader.loadEventHandler(info);
        if (handler instanceof UserFaultHandler && ((UserFaultHandler) handler).fault.fatal) throw ((UserFaultHandler) handler).fault;
        return handler;
    }

    /// The same handler, called with a Context on which the user's function has a say.
    private static LambdaRequestHandler shaped(LambdaRequestHandler handler, UserFunction.Pair functions) throws Exception {
        RequestStreamHandler inner = null;
        for (Field field : handler.getClass().getDeclaredFields()) {
            if (field.getType() != RequestStreamHandler.class) continue;
            field.setAccessible(true);
            inner = (RequestStreamHandler) field.get(handler);
        }
        RequestStreamHandler called = inner;
        RequestStreamHandler outer = (in, out, context) -> {
            try {
                called.handleRequest(in, out, ShapedContext.of(context, functions.contextValues()));
            } catch (Throwable t) {
                throw UserFunction.rethrow(t);
            }
        };
        Method wrap = EventHandlerLoader.class.getDeclaredMethod("wrapRequestStreamHandler", RequestStreamHandler.class);
        wrap.setAccessible(true);
        return (LambdaRequestHandler) wrap.invoke(null, outer);
    }

    /// One invocation. The stream belongs to the handler and is used again for the next one.
    ByteArrayOutputStream call(InvocationRequest request, RuntimeApi api) throws Exception {
        if (request.getXrayTraceId() == null) System.clearProperty(TRACE_HEADER);
        else System.setProperty(TRACE_HEADER, request.getXrayTraceId());
        functions.apply(request, api);
        return handler.call(request);
    }

    /// Names of the classes that came out of jars so far, once.
    Collection<String> newlyLoaded() {
        return loader.newlyLoaded();
    }

    // --- what is said about errors ---

    static UserFault fault(Throwable t) {
        return UserFault.makeUserFault(UserFault.filterStackTrace(t));
    }

    static String errorType(Throwable t) {
        return t instanceof UserFault ? "Runtime.BadFunctionCode" : "Runtime.UserException";
    }

    /// The payload of a failed invocation or init phase.
    static byte[] json(Throwable t) {
        return DtoSerializers.serialize(t instanceof UserFault ? LambdaErrorConverter.fromUserFault((UserFault) t) : LambdaErrorConverter.fromThrowable(t));
    }

    static byte[] xRayCause(Throwable t) {
        return t instanceof UserFault ? null : DtoSerializers.serialize(XRayErrorCauseConverter.fromThrowable(t));
    }

    static void log(UserFault fault) {
        LambdaContextLogger logger = Logger.INSTANCE;
        logger.log(fault.reportableError(), logger.getLogFormat() == LogFormat.JSON ? LogLevel.ERROR : LogLevel.UNDEFINED);
    }

    /// Every handler's `context.getLogger()`; made, and put in its place, when first asked for.
    static final class Logger {
        static final LambdaContextLogger INSTANCE = new LambdaContextLogger(new StdOutLogSink(),
                LogLevel.fromString(LambdaEnvironment.LAMBDA_LOG_LEVEL), LogFormat.fromString(LambdaEnvironment.LAMBDA_LOG_FORMAT));

        static void install() {
            set(LambdaRuntime.class, "logger", INSTANCE);
        }
    }

    /// The user's classes, all in one loader, parent first as on AWS: the runtime's core and serialization win over those of the project.
    ///
    /// A worker in reserve begins it before it is told what to run, with the jars and the classes that the worker before it had used: to
    /// read, parse and verify the classes of a library takes longer than to compile an edit. None is initialized, so no code of the user's
    /// has run; where the jars have changed, or a class of the project's own comes before one in a jar, all of it is thrown away.
    static final class UserClassLoader extends URLClassLoader {
        static {
            registerAsParallelCapable();
        }

        private final List<File> jars;
        private final List<Long> stamps;
        private final Collection<String> loaded = new ConcurrentLinkedQueue<>(); // out of jars, in order
        private URLClassLoader folders = new URLClassLoader(new URL[0], null); // before the jars: the project's own, which changes with each revision
        private boolean told;

        private UserClassLoader(List<File> entries) {
            super(urls(entries), ClassLoader.getSystemClassLoader());
            this.jars = entries;
            this.stamps = stamps(entries);
        }

        /// Loads what it can until there is something better to do.
        static UserClassLoader ahead(Start last, BooleanSupplier called) {
            UserClassLoader loader = new UserClassLoader(last.classPath.subList(folders(last.classPath), last.classPath.size()));
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
            if (loaded.isEmpty() || !wanted.equals(jars) || !stamps(wanted).equals(stamps) || hides(own)) return new UserClassLoader(classPath);
            folders = new URLClassLoader(urls(own), null);
            return this;
        }

        Collection<String> newlyLoaded() {
            if (told) return List.of();
            told = true;
            return new ArrayList<>(loaded);
        }

        /// How many folders stand before the first jar.
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
                    if (packages.computeIfAbsent(parent, inside -> new File(folder, inside).isDirectory()) && new File(folder, path + ".class").exists()) return true;
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

        /// With the stack trace that it would have without this class. Without lambdas, whose first one costs a cold start 15 ms.
        private static void cut(Throwable failure) {
            List<StackTraceElement> frames = new ArrayList<>();
            for (StackTraceElement frame : failure.getStackTrace()) if (!frame.getClassName().equals(UserClassLoader.class.getName())) frames.add(frame);
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

    private static void set(Class<?> owner, String name, Object value) {
        try {
            Field field = owner.getDeclaredField(name);
            field.setAccessible(true);
            field.set(null, value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("aws-lambda-java-runtime-interface-client is not the version this worker was made for", e);
        }
    }
}
