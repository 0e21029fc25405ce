// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.line;

import io.github.stencil.front.terminal.Console;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;

/** What libraries print, on its way to a console: bytes that are text, though a letter may come in two pieces. */
final class Chatter extends OutputStream {
    private final Console console;
    private final CharsetDecoder decoder = Charset.defaultCharset()
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] left = {};

    private Chatter(Console console) {
        this.console = console;
    }

    /** Returns a stream for libraries that prints to a console. */
    static PrintStream to(Console console) {
        return new PrintStream(new Chatter(console), true, Charset.defaultCharset());
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        ByteBuffer in = ByteBuffer.allocate(left.length + length).put(left).put(bytes, offset, length);
        in.flip();
        CharBuffer text = CharBuffer.allocate(in.remaining() + 1);
        decoder.decode(in, text, false);
        left = new byte[in.remaining()];
        in.get(left);
        console.print(text.flip());
    }

    @Override
    public void flush() {
        console.flush();
    }
}
