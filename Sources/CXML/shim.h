#pragma once

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

// XML_SAX2_MAGIC is a macro whose type Swift cannot use as it is.
static inline unsigned int ww_xml_sax2_magic(void) { return XML_SAX2_MAGIC; }

// The options are enumerators of an int-typed parameter. Without NOENT an ampersand in an attribute stays `&#38;`; no
// entity of the document's own can be expanded all the same, since the handler takes no declarations.
static inline int ww_xml_push_options(void) {
    return XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_HUGE | XML_PARSE_NOENT;
}

// What a reader would set that does nothing to the text, for measuring.
static inline int ww_xml_scan_options(void) { return XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_HUGE; }

static inline int ww_html_options(void) {
    return HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING
        | HTML_PARSE_NOIMPLIED | HTML_PARSE_NODEFDTD;
}

// Frees the parser and the document that it makes for itself where a document type declares entities, whoever handles
// the events; xmlFreeParserCtxt leaves that to the caller.
static inline void ww_xml_free(xmlParserCtxtPtr _Nonnull context) {
    if (context->myDoc != NULL) xmlFreeDoc(context->myDoc);
    context->myDoc = NULL;
    xmlFreeParserCtxt(context);
}

// The members of the parser context that have no function of their own.
static inline int ww_xml_is_well_formed(xmlParserCtxtPtr _Nonnull context) { return context->wellFormed; }

// An HTML parser over `bytes`, which are UTF-8 whatever they say, that calls `handler` with `user`.
//
// The memory parser knows no other way to be given a handler than to write it into the context.
static inline htmlParserCtxtPtr _Nullable ww_html_parser(
    const char *_Nonnull bytes, int count, const xmlSAXHandler *_Nonnull handler, void *_Nonnull user) {
    htmlParserCtxtPtr context = htmlCreateMemoryParserCtxt(bytes, count);
    if (context == NULL) return NULL;
    htmlCtxtUseOptions(context, ww_html_options());
    *context->sax = *handler;
    context->userData = user;
    xmlSwitchEncoding(context, XML_CHAR_ENCODING_UTF8);
    return context;
}
