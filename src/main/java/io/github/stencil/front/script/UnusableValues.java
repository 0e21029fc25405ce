// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.script;

import io.github.stencil.StencilException;
import io.github.stencil.front.Inputs;
import io.github.stencil.front.ParameterText;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.scijava.log.LogListener;
import org.scijava.log.LogMessage;
import org.scijava.log.LogService;
import org.scijava.module.Module;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.service.AbstractService;
import org.scijava.service.Service;

/**
 * Remembers what scripts gave to commands and SciJava could not turn into a parameter's type. SciJava says so in its log,
 * leaves the parameter as it was, and runs the command, which would take its default.
 */
@Plugin(type = Service.class)
public final class UnusableValues extends AbstractService implements LogListener {
    private static final Pattern SAID = Pattern.compile("For input (\\w+): incompatible object (\\S+) for type \\S+");
    private static final int MOST = 100;

    /** A service that {@link org.scijava.Context} fills in. */
    @Parameter
    private LogService log;

    private final Deque<Value> last = new ConcurrentLinkedDeque<>();

    private record Value(long thread, long nanos, String parameter, String kind) {}

    /** Starts to listen. */
    @Override
    public void initialize() {
        log.addLogListener(this);
    }

    @Override
    public void messageLogged(LogMessage message) {
        String text = String.valueOf(message.text());
        Matcher said = SAID.matcher(text);
        if (text.startsWith("For input ") && said.matches()) {
            last.addLast(new Value(thread(Thread.currentThread()), System.nanoTime(), said.group(1), said.group(2)));
            if (last.size() > MOST) {
                last.pollFirst();
            }
        }
    }

    /**
     * Returns why a command cannot run with what it was given.
     *
     * @param caller who ran it: SciJava assigns values on that thread
     * @param since the time of {@link System#nanoTime} from which on the caller was about to
     */
    Optional<StencilException> refusal(Module module, Thread caller, long since) {
        return last.stream()
                .filter(value -> value.thread() == thread(caller) && value.nanos() - since >= 0)
                .map(value -> refusal(module, value))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<StencilException> refusal(Module module, Value value) {
        String kind = value.kind().substring(value.kind().lastIndexOf('.') + 1);
        return Inputs.of(module).stream()
                .filter(input -> input.getName().equals(value.parameter()))
                .map(input -> StencilException.of(
                        "%s was given as a %s that is no value for it. It must be %s.",
                        value.parameter(), kind, ParameterText.wanted(input)))
                .findFirst();
    }

    @SuppressWarnings("deprecation") // threadId() is younger than Java 17
    private static long thread(Thread thread) {
        return thread.getId();
    }
}
