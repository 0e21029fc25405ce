// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.file;

import io.github.stencil.image.tiff.TiffFault;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What the text of an OME-TIFF file tells (OME data model 2016-06). Of its XML only names and attributes are looked at, no
 * definitions of its own are taken, and nothing outside it is read.
 *
 * @param images how many images it is about
 * @param uuid of the file; empty if it does not tell
 * @param elsewhere the name of the file that the text is in; empty if it is here
 * @param pixels attributes of the first image's Pixels
 * @param channels attributes of its channels
 * @param blocks where its planes lie
 */
record OmeText(
        int images,
        String uuid,
        String elsewhere,
        Map<String, String> pixels,
        List<Map<String, String>> channels,
        List<Block> blocks) {
    private static final int LONGEST = 1 << 26;

    /** Copies the collections. */
    OmeText {
        pixels = Map.copyOf(pixels);
        channels = List.copyOf(channels);
        blocks = List.copyOf(blocks);
    }

    /**
     * Some planes, one behind the other.
     *
     * @param places attributes of TiffData: IFD, FirstC, FirstZ, FirstT, PlaneCount
     * @param uuid of the file that they are in; empty if it is this
     * @param fileName of that file; empty if it does not tell
     */
    record Block(Map<String, String> places, String uuid, String fileName) {}

    /** Returns whether a text is one of OME. */
    static boolean isOne(String text) {
        String start = text.substring(0, Math.min(text.length(), 4096));
        return start.stripLeading().startsWith("<") && start.matches("(?s).*<(\\w+:)?OME[\\s>/].*");
    }

    /**
     * Reads a text.
     *
     * @param path whose text it is, for messages
     * @throws io.github.stencil.StencilException if it is no text of OME
     */
    static OmeText read(String text, Path path) {
        if (text.length() > LONGEST) {
            throw TiffFault.unreadable(path, "an OME text of more than 64 MB", "Save it as OME-Zarr.");
        }
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        Parser parser = new Parser();
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text.strip()));
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    parser.start(reader.getLocalName(), attributes(reader));
                } else if (event == XMLStreamConstants.CHARACTERS) {
                    parser.text(reader.getText());
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    parser.end(reader.getLocalName());
                } else if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                    throw TiffFault.damaged(path, "its OME text defines or uses entities");
                }
            }
        } catch (XMLStreamException e) {
            throw TiffFault.damaged(e, path, "its OME text is no XML");
        }
        return new OmeText(parser.images, parser.uuid, parser.elsewhere, parser.pixels, parser.channels, parser.blocks);
    }

    private static Map<String, String> attributes(XMLStreamReader reader) {
        return IntStream.range(0, reader.getAttributeCount())
                .boxed()
                .collect(Collectors.toMap(
                        i -> reader.getAttributeLocalName(i), i -> reader.getAttributeValue(i), (a, b) -> a));
    }

    /** What has been read so far. */
    private static final class Parser {
        private int images;
        private String uuid = "";
        private String elsewhere = "";
        private Map<String, String> pixels = Map.of();
        private final List<Map<String, String>> channels = new ArrayList<>();
        private final List<Block> blocks = new ArrayList<>();
        private boolean inUuid;

        void start(String name, Map<String, String> attributes) {
            inUuid = false;
            switch (name) {
                case "OME" -> uuid = attributes.getOrDefault("UUID", "");
                case "BinaryOnly" -> elsewhere = attributes.getOrDefault("MetadataFile", "another file");
                case "Pixels" -> {
                    images++;
                    pixels = images == 1 ? attributes : pixels;
                }
                case "Channel" -> {
                    if (images == 1) {
                        channels.add(attributes);
                    }
                }
                case "TiffData" -> {
                    if (images == 1) {
                        blocks.add(new Block(attributes, "", ""));
                    }
                }
                case "UUID" -> {
                    if (images == 1 && !blocks.isEmpty()) {
                        Block last = blocks.remove(blocks.size() - 1);
                        blocks.add(new Block(last.places(), "", attributes.getOrDefault("FileName", "")));
                        inUuid = true;
                    }
                }
                default -> {}
            }
        }

        void text(String text) {
            if (inUuid && !text.isBlank()) {
                Block last = blocks.remove(blocks.size() - 1);
                blocks.add(new Block(last.places(), text.strip(), last.fileName()));
            }
        }

        void end(String name) {
            inUuid &= !name.equals("UUID");
        }
    }
}
