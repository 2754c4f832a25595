package worker.java;

import com.amazonaws.services.lambda.runtime.api.client.UserFault;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/// A function of the user's own that makes the event or adds to the context, called just before the handler.
final class UserFunction {
    final String title;
    private final Method method;

    private UserFunction(String title, Method method) {
        this.title = title;
        this.method = method;
    }

    /// @throws UserFault if this function does not exist; the init phase then fails
    static UserFunction load(String kind, String name, ClassLoader loader) {
        int at = name.contains("::") ? name.lastIndexOf("::") : name.lastIndexOf('.');
        String className = at < 0 ? "" : name.substring(0, at);
        String methodName = name.substring(at < 0 ? 0 : name.startsWith("::", at) ? at + 2 : at + 1);
        String title = kind + " function " + name;
        try {
            for (Method method : Class.forName(className, true, loader).getMethods()) {
                if (!method.getName().equals(methodName) || !isFit(method)) continue;
                method.setAccessible(true); // its class need not be public
                return new UserFunction(title, method);
            }
            throw wrong(title + " does not have the form", methodName);
        } catch (ClassNotFoundException e) {
            throw wrong(title + ": class " + className + " not found; the function must have the form", methodName);
        } catch (LinkageError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new UserFault(title + ": class " + className + " cannot be loaded: " + cause, e.getClass().getName(),
                    UserFault.trace(e), true);
        }
    }

    private static boolean isFit(Method method) {
        return Modifier.isStatic(method.getModifiers()) && Map.class.isAssignableFrom(method.getReturnType())
                && Arrays.equals(method.getParameterTypes(), new Class<?>[] {Map.class, Map.class});
    }

    private static UserFault wrong(String problem, String methodName) {
        return new UserFault(problem + " public static Map<String, Object> " + methodName
                + "(Map<String, Object> event, Map<String, Object> request)", null, null, true);
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> call(Map<String, Object> event, Map<String, Object> request) {
        try {
            return (Map<String, Object>) method.invoke(null, event, request);
        } catch (InvocationTargetException e) {
            throw rethrow(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(title + " cannot be called", e);
        }
    }

    /// Throws it with our frames cut off, and the ones of reflection above them: stack traces are the user's.
    static RuntimeException rethrow(Throwable t) {
        cut(t, Collections.newSetFromMap(new IdentityHashMap<>()));
        UserFunction.<RuntimeException>sneak(t);
        return null;
    }

    private static void cut(Throwable t, Set<Throwable> seen) {
        if (t == null || !seen.add(t)) return;
        StackTraceElement[] trace = t.getStackTrace();
        for (int i = 0; i < trace.length; i++) {
            if (!trace[i].getClassName().startsWith("worker.java.")) continue;
            while (i > 0 && trace[i - 1].getClassName().contains(".reflect.")) i--;
            t.setStackTrace(Arrays.copyOf(trace, i));
            break;
        }
        cut(t.getCause(), seen);
        for (Throwable suppressed : t.getSuppressed()) cut(suppressed, seen);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable t) throws T {
        throw (T) t;
    }
}
