// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.run;

import io.github.stencil.command.StencilCommand;
import io.github.stencil.command.Trait;
import io.github.stencil.front.terminal.ExitStatus;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C while a command runs that makes something of being stopped: the first one stops it, the second ends the process
 * at once. Other commands end at the first, and what they have begun is deleted.
 */
final class Interrupt {
    private static final String NAME = "INT";

    private final Runnable stop;
    private @Nullable Object before;
    private boolean heard;

    private Interrupt(Runnable stop) {
        this.stop = stop;
    }

    /**
     * Listens from now on, if a command makes something of being stopped.
     *
     * @param stop called by another thread at the first Ctrl-C
     */
    static Interrupt during(StencilCommand command, Runnable stop) {
        Interrupt interrupt = new Interrupt(stop);
        if (!command.has(Trait.GIVES_SOMETHING_WHEN_STOPPED)) {
            return interrupt;
        }
        try {
            Class<?> handler = Class.forName("sun.misc.SignalHandler"); // not named, as compilers warn of it
            interrupt.before = handle(
                    handler,
                    Proxy.newProxyInstance(
                            handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                                if (method.getName().equals("handle")) {
                                    interrupt.hear();
                                    return null;
                                }
                                return method.invoke(interrupt, arguments);
                            }));
        } catch (ReflectiveOperationException | RuntimeException e) {
            interrupt.before = null; // this Java does not tell, and ends as it always does
        }
        return interrupt;
    }

    private static Object handle(Class<?> handler, Object listener) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        return signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(NAME), listener);
    }

    private synchronized void hear() {
        if (heard) {
            Runtime.getRuntime().halt(ExitStatus.CANCELLED);
        }
        heard = true;
        stop.run();
    }

    /** Leaves Ctrl-C to whoever had it before. */
    void end() {
        if (before != null) {
            try {
                handle(Class.forName("sun.misc.SignalHandler"), before);
            } catch (ReflectiveOperationException | RuntimeException e) {
                before = null; // then it is heard until the process ends, which is soon
            }
        }
    }
}
