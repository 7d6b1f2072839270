import XML

/// Bounds of one document, each a setting.
package struct ParseLimits: Sendable, Hashable {
    /// Bytes of a document, and of what it holds where it is compressed.
    package var bytes = 20 << 20
    /// Elements inside one another; those deeper are left out, their text is kept.
    package var depth = 256
    package var entries = 100_000
    /// Bytes of one text, cut there with a warning.
    package var fieldBytes = 16 << 20
    /// Bytes of the value of one attribute, left out with a warning where it is longer.
    package var attributeBytes = 1 << 20
    /// Bytes that the entities which a document declares may add to it.
    package var expansionBytes = 1 << 20

    package init() {}

    /// What of it concerns the reading of XML.
    var xml: XMLLimits {
        var xml = XMLLimits()
        xml.depth = depth
        xml.attributeBytes = attributeBytes
        xml.expansionBytes = expansionBytes
        return xml
    }
}
