//DESCRIPTION Runs a Java handler inside an execution environment
//DEPS com.amazonaws:aws-lambda-java-core:1.4.0
//DEPS com.amazonaws:aws-lambda-java-serialization:1.2.0
//DEPS com.amazonaws:aws-lambda-java-runtime-interface-client:2.9.0
// Strings are joined without the JDK's generated classes, which cost every start 10 ms.
//COMPILE_OPTIONS --release 11 -XDstringConcat=inline
//SOURCES *.java
package worker.java;

import com.amazonaws.services.lambda.runtime.api.client.UserFault;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOError;

/// One execution environment's life, in the order in which AWS's own Java client lives it: init phase, then one
/// invocation after another.
///
/// It differs in what surrounds the handler: no native library, so it runs on every system; one connection, kept; a
/// boot that has loaded everything the JVM needs before it knows what to run. Handlers are loaded and called,
/// and errors are worded, by AWS's own classes ([Handler]).
///
/// Ends with status 0 after a fatal error and when nothing was ever asked of it, with 1 after a failed init phase and
/// when the Runtime API is gone.
public final class Worker {
    private final RuntimeApi api;

    private Worker(RuntimeApi api) {
        this.api = api;
    }

    public static void main(String[] args) throws Throwable {
        if (args.length == 1 && args[0].equals("--train")) {
            WarmUp.train();
            return;
        }
        Surroundings.prepare();
        System.exit(run(System.getenv("AWS_LAMBDA_RUNTIME_API")));
    }

    /// @return the status to end with
    static int run(String address) throws Throwable {
        try (RuntimeApi api = RuntimeApi.connect(address)) {
            api.askForStart();
            Start ahead = api.ahead();
            WarmUp.until(api::isAnswered);
            UserClassLoader loader = UserClassLoader.ahead(ahead, api::isAnswered);
            Start start = api.start();
            if (start == null) return 0;
            return new Worker(api).serve(start, loader.of(start.classPath));
        } catch (Gone e) {
            System.err.println("the Runtime API at " + address + " is gone: " + e.getMessage());
            return 1;
        }
    }

    private int serve(Start start, UserClassLoader loader) throws Throwable {
        Handler handler;
        try {
            handler = Handler.load(start, loader);
        } catch (UserFault fault) {
            Handler.log(fault);
            api.initError(Handler.json(fault));
            return 1;
        } catch (Throwable t) {
            throw UserFault.filterStackTrace(t);
        }
        api.askForNext();
        while (invoke(handler, api.next())) {
            // each one asks for the next
        }
        return 0;
    }

    /// @return whether the next invocation was asked for
    private boolean invoke(Handler handler, InvocationRequest request) throws Gone {
        if (api.isStreaming() && handler.canStream()) return stream(handler, request);
        try {
            ByteArrayOutputStream payload = handler.call(request, api);
            api.respondAndAskForNext(request.getId(), payload, handler.newlyLoaded());
            return true;
        } catch (Gone gone) {
            throw gone;
        } catch (Throwable t) {
            boolean goOn = goesOnAfter(t);
            api.error(request.getId(), Handler.errorType(t), Handler.xRayCause(t), Handler.json(t), goOn);
            return goOn;
        } finally {
            Thread.interrupted(); // the handler may have left the flag set
        }
    }

    /// The same for an answer that is passed on as the handler writes it.
    private boolean stream(Handler handler, InvocationRequest request) throws Gone {
        ResponseStream out = api.stream(request.getId());
        try {
            handler.stream(request, api, out);
            out.end();
            api.streamed(true);
            return true;
        } catch (Gone gone) {
            throw gone;
        } catch (Throwable t) {
            if (out.isGone()) throw new Gone("it broke off in the middle of an answer");
            boolean goOn = goesOnAfter(t);
            if (out.hasBegun()) {
                out.fail(Handler.errorType(t), Handler.json(t));
                api.streamed(goOn);
            } else {
                api.error(request.getId(), Handler.errorType(t), Handler.xRayCause(t), Handler.json(t), goOn);
            }
            return goOn;
        } finally {
            Thread.interrupted(); // the handler may have left the flag set
        }
    }

    /// Logs what the handler has thrown, before the answer, so that it is printed by the time the invocation ends.
    private static boolean goesOnAfter(Throwable t) {
        UserFault fault = Handler.fault(t);
        Handler.log(fault);
        return !(t instanceof VirtualMachineError || t instanceof IOError || fault.fatal);
    }
}
