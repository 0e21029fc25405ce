// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import ij.Prefs;
import io.github.stencil.FileTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Document;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;

/** The manual, {@code docs/manual.md}, which lies in the jar: a dialog's Help shows its command's section, offline too. */
final class Manual {
    /** Where the documents are for a browser. */
    static final String ONLINE = "https://github.com/stencil-fiji/stencil/blob/main/docs/";

    private static final String FILE = "manual.md";
    private static final int SECTION = 2; // the level of a command's heading
    private static final double POINTS = 11.5; // ImageJ's size for HTML, at scale 1
    private static final double HEADING = 1.3;

    private Manual() {}

    /**
     * Returns the section of a command as HTML for ImageJ's help window: without pictures, and with a link to the page
     * that has them.
     *
     * @param label the command's words in the menu, with or without the dots
     */
    static String page(String label) {
        String title = label.replace("...", "");
        Node section = section(parse(), title);
        section.accept(new ForWindow());
        double points = POINTS * Math.max(1, Prefs.getGuiScale());
        // ImageJ shows a text in its window, and does not take it for an address, if it begins with this tag.
        return """
                <html><head><style>
                body, p, li, td, th, code, pre { font-size: %spt }
                h2 { font-size: %spt }
                </style></head><body><h2>%s</h2>
                %s<p><a href="%s">The manual on the web, with pictures</a></p></body></html>
                """.formatted(
                points, HEADING * points, title, renderer().render(section), ONLINE + FILE + "#" + anchor(title));
    }

    /** Returns what stands below a heading, up to the next one of its level; nothing if there is no such heading. */
    static Node section(Node manual, String title) {
        Document section = new Document();
        boolean within = false;
        Node next;
        for (Node block = manual.getFirstChild(); block != null; block = next) {
            next = block.getNext();
            boolean begins = block instanceof Heading heading && heading.getLevel() <= SECTION;
            if (begins) {
                within = text(block).equals(title);
            } else if (within) {
                section.appendChild(block); // takes it out of the manual
            }
        }
        return section;
    }

    /** Reads the manual. */
    static Node parse() {
        try (InputStream in = Manual.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("no " + FILE + " beside " + Manual.class);
            }
            return read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw FileTrouble.reading(FILE, e);
        }
    }

    /** Reads a page. */
    static Node read(String markdown) {
        return Parser.builder()
                .extensions(List.of(TablesExtension.create()))
                .build()
                .parse(markdown);
    }

    /** Returns the words of a part of the manual. */
    static String text(Node node) {
        return TextContentRenderer.builder()
                .extensions(List.of(TablesExtension.create()))
                .build()
                .render(node)
                .strip();
    }

    /** Returns the name under which web pages link to a heading. */
    static String anchor(String title) {
        return title.toLowerCase(Locale.ROOT).replace(' ', '-');
    }

    private static HtmlRenderer renderer() {
        return HtmlRenderer.builder()
                .extensions(List.of(TablesExtension.create()))
                .escapeHtml(true)
                .attributeProviderFactory(context -> (node, tag, attributes) -> {
                    if (node instanceof TableBlock) { // Swing draws no lines from style sheets
                        attributes.put("border", "1");
                        attributes.put("cellspacing", "0");
                        attributes.put("cellpadding", "3");
                    }
                })
                .build();
    }

    /** Takes pictures out, which Swing cannot load from a text, and makes links whole. */
    private static final class ForWindow extends AbstractVisitor {
        @Override
        public void visit(Image image) {
            boolean alone = image.getPrevious() == null && image.getNext() == null;
            Node gone = alone && image.getParent() instanceof Paragraph paragraph ? paragraph : image;
            gone.unlink();
        }

        @Override
        public void visit(Link link) {
            String to = link.getDestination();
            if (!to.contains(":")) {
                link.setDestination(ONLINE + (to.startsWith("#") ? FILE : "") + to);
            }
            visitChildren(link);
        }
    }
}
