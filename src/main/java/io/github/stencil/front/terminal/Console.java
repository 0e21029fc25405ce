// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a command prints: all that it says goes through here, so that nothing in it can steer a terminal. */
public final class Console extends PrintWriter {
    private final Plain plain;

    private Console(Plain plain, boolean flushes) {
        super(plain, flushes);
        this.plain = plain;
    }

    /** Returns a console that prints to a writer, which may be one already. */
    public static Console of(PrintWriter writer) {
        return writer instanceof Console console ? console : new Console(new Plain(writer), false);
    }

    /** Returns a console that prints to a stream of this process, and remembers why that failed, as no other writer does. */
    public static Console of(FileDescriptor stream) {
        return of(new FileOutputStream(stream));
    }

    /** Returns a console that prints to a stream in the letters of this system, and flushes after each line. */
    public static Console of(OutputStream stream) {
        return new Console(new Plain(new OutputStreamWriter(stream, Charset.defaultCharset())), true);
    }

    /** Paints what steers a terminal on purpose; flush it. */
    void paint(String text) {
        try {
            plain.raw(text);
        } catch (IOException e) {
            setError(); // remembered where it was thrown
        }
    }

    /** Returns why something could not be printed, in words; nothing if all was. */
    public Optional<Trouble> trouble() {
        flush();
        IOException why = plain.failure;
        return why == null ? Optional.empty() : Optional.of(new Trouble(String.valueOf(why.getMessage())));
    }

    /**
     * Why something could not be printed.
     *
     * @param why in words
     */
    public record Trouble(String why) {
        /** Returns whether somebody has read as much as they wanted and gone, as {@code head} does: no cause to complain. */
        public boolean isEnoughRead() {
            return why.contains("Broken pipe") || why.contains("pipe is being closed");
        }
    }

    /** Takes out what steers, and remembers the first failure. */
    private static final class Plain extends Writer {
        private final Writer target;
        private @Nullable IOException failure;

        Plain(Writer target) {
            this.target = target;
        }

        @Override
        public void write(char[] letters, int offset, int length) throws IOException {
            raw(Printable.of(new String(letters, offset, length)));
        }

        @Override
        public void write(String text, int offset, int length) throws IOException {
            raw(Printable.of(text.substring(offset, offset + length)));
        }

        private void raw(String text) throws IOException {
            try {
                target.write(text);
            } catch (IOException e) {
                throw remembered(e);
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                target.flush();
                if (target instanceof PrintWriter silent && silent.checkError()) {
                    throw new IOException("it took not all that was written");
                }
            } catch (IOException e) {
                throw remembered(e);
            }
        }

        @Override
        public void close() throws IOException {
            target.close();
        }

        private IOException remembered(IOException e) {
            failure = failure == null ? e : failure;
            return e;
        }
    }
}
