// libxml2, opened when a script first needs it, and what dom, SimpleXML and the readers share: documents that
// live as long as an object points into them, errors, results as strings.
#pragma once

#include <libxml/HTMLparser.h>
#include <libxml/HTMLtree.h>
#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/relaxng.h>
#include <libxml/tree.h>
#include <libxml/valid.h>
#include <libxml/xinclude.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlreader.h>
#include <libxml/xmlsave.h>
#include <libxml/xmlschemas.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "interp/ext/support.h"
#include "interp/runtime/object.h"
#include "interp/runtime/resource.h"

namespace tusk {

class Stream;

// The functions that are used: X(name).
// clang-format off
#define TUSK_XML_FUNCTIONS(X)                                                                               \
  X(htmlCreateMemoryParserCtxt) X(htmlCtxtUseOptions) X(htmlDocDumpMemoryFormat) X(htmlFreeParserCtxt)      \
  X(htmlNodeDumpFormatOutput) X(htmlParseDocument) X(valuePop) X(valuePush) X(xmlAddID)                     \
  X(xmlAllocOutputBuffer) X(xmlBufferAdd) X(xmlBufferContent) X(xmlBufferCreate) X(xmlBufferFree)           \
  X(xmlBufferLength) X(xmlByteConsumed) X(xmlC14NDocDumpMemory) X(xmlC14NDocSaveTo) X(xmlC14NExecute)       \
  X(xmlCopyDoc) X(xmlCopyDtd) X(xmlCreateIntSubset) X(xmlCreateMemoryParserCtxt)                            \
  X(xmlCreatePushParserCtxt) X(xmlCtxtUseOptions) X(xmlDocCopyNode) X(xmlDocGetRootElement)                 \
  X(xmlDocSetRootElement) X(xmlEncodeEntitiesReentrant) X(xmlFindCharEncodingHandler) X(xmlFreeDoc)         \
  X(xmlFreeDtd) X(xmlFreeNode) X(xmlFreeNodeList) X(xmlFreeNs) X(xmlFreeNsList) X(xmlFreeParserCtxt)        \
  X(xmlFreeProp) X(xmlFreeTextReader) X(xmlFreeValidCtxt) X(xmlGetExternalEntityLoader) X(xmlGetID)         \
  X(xmlGetIntSubset) X(xmlGetLastError) X(xmlGetLineNo) X(xmlGetNodePath) X(xmlGetNsList) X(xmlGetNsProp)   \
  X(xmlHasNsProp) X(xmlHasProp) X(xmlInitParser) X(xmlNewCDataBlock) X(xmlNewComment) X(xmlNewDoc)          \
  X(xmlNewDocComment) X(xmlNewDocFragment) X(xmlNewDocNode) X(xmlNewDocPI) X(xmlNewDocProp)                 \
  X(xmlNewDocText) X(xmlNewIOInputStream) X(xmlNewNs) X(xmlNewNsProp) X(xmlNewProp) X(xmlNewReference)      \
  X(xmlNewValidCtxt) X(xmlNodeAddContentLen) X(xmlNodeDump) X(xmlNodeDumpOutput) X(xmlNodeGetBase)          \
  X(xmlNodeGetContent) X(xmlNodeListGetString) X(xmlNodeSetContent) X(xmlNodeSetContentLen)                 \
  X(xmlNodeSetName) X(xmlOutputBufferClose) X(xmlOutputBufferFlush) X(xmlParseChunk) X(xmlParseDocument)    \
  X(xmlParseInNodeContext) X(xmlParserInputBufferCreateMem) X(xmlReaderForIO) X(xmlReaderForMemory)         \
  X(xmlReconciliateNs) X(xmlRelaxNGFree) X(xmlRelaxNGFreeParserCtxt) X(xmlRelaxNGFreeValidCtxt)             \
  X(xmlRelaxNGNewMemParserCtxt) X(xmlRelaxNGNewParserCtxt) X(xmlRelaxNGNewValidCtxt) X(xmlRelaxNGParse)     \
  X(xmlRelaxNGValidateDoc) X(xmlRemoveID) X(xmlRemoveProp) X(xmlSaveClose) X(xmlSaveDoc) X(xmlSaveFlush)    \
  X(xmlSaveToBuffer) X(xmlSaveTree) X(xmlSchemaFree) X(xmlSchemaFreeParserCtxt) X(xmlSchemaFreeValidCtxt)   \
  X(xmlSchemaNewMemParserCtxt) X(xmlSchemaNewParserCtxt) X(xmlSchemaNewValidCtxt) X(xmlSchemaParse)         \
  X(xmlSchemaValidateDoc) X(xmlSearchNs) X(xmlSearchNsByHref) X(xmlSetExternalEntityLoader) X(xmlSetNs)     \
  X(xmlSetGenericErrorFunc) X(xmlSetProp) X(xmlSetStructuredErrorFunc) X(xmlSetTreeDoc) X(xmlSplitQName2) X(xmlStrdup)                \
  X(xmlTextReaderAttributeCount) X(xmlTextReaderConstBaseUri) X(xmlTextReaderConstLocalName)                \
  X(xmlTextReaderConstName) X(xmlTextReaderConstNamespaceUri) X(xmlTextReaderConstPrefix)                   \
  X(xmlTextReaderConstValue) X(xmlTextReaderConstXmlLang) X(xmlTextReaderDepth) X(xmlTextReaderExpand)      \
  X(xmlTextReaderGetAttribute) X(xmlTextReaderGetAttributeNo) X(xmlTextReaderGetAttributeNs)                \
  X(xmlTextReaderGetParserProp) X(xmlTextReaderHasAttributes) X(xmlTextReaderHasValue)                      \
  X(xmlTextReaderIsDefault) X(xmlTextReaderIsEmptyElement) X(xmlTextReaderIsValid)                          \
  X(xmlTextReaderLookupNamespace) X(xmlTextReaderMoveToAttribute) X(xmlTextReaderMoveToAttributeNo)         \
  X(xmlTextReaderMoveToAttributeNs) X(xmlTextReaderMoveToElement) X(xmlTextReaderMoveToFirstAttribute)      \
  X(xmlTextReaderMoveToNextAttribute) X(xmlTextReaderNext) X(xmlTextReaderNodeType) X(xmlTextReaderRead)    \
  X(xmlTextReaderReadInnerXml) X(xmlTextReaderReadOuterXml) X(xmlTextReaderReadString)                      \
  X(xmlTextReaderRelaxNGSetSchema) X(xmlTextReaderSchemaValidate) X(xmlTextReaderSetParserProp)             \
  X(xmlUTF8Strlen) X(xmlUTF8Strsub) X(xmlUnlinkNode) X(xmlValidateDocument) X(xmlValidateName)              \
  X(xmlValidateQName) X(xmlXIncludeProcessFlags) X(xmlXPathCastToString) X(xmlXPathEvalExpression)          \
  X(xmlXPathFreeContext) X(xmlXPathFreeObject) X(xmlXPathNewBoolean) X(xmlXPathNewContext)                  \
  X(xmlXPathNewFloat) X(xmlXPathNewNodeSet) X(xmlXPathNewString) X(xmlXPathNodeSetAdd)                      \
  X(xmlXPathNodeSetSort) X(xmlXPathObjectCopy) X(xmlXPathRegisterFuncNS) X(xmlXPathRegisterNs)              \
  X(xmlXPathRegisteredFuncsCleanup)
// clang-format on

struct XmlLibrary {
#define TUSK_XML_MEMBER(name) decltype(&::name) name;
  TUSK_XML_FUNCTIONS(TUSK_XML_MEMBER)
#undef TUSK_XML_MEMBER
  xmlFreeFunc free;
};
// Ends the script with an error when the library is not installed.
const XmlLibrary& Xml();

inline const xmlChar* ToXml(const char* s) { return reinterpret_cast<const xmlChar*>(s); }
inline const xmlChar* ToXml(const String* s) { return reinterpret_cast<const xmlChar*>(s->data); }
inline std::string_view View(const xmlChar* s) {
  return s ? std::string_view(reinterpret_cast<const char*>(s)) : std::string_view();
}
template <typename... Parts>
std::string Joined(const Parts&... parts) {
  std::string out;
  (out.append(std::string_view(parts)), ...);
  return out;
}
// A string that libxml2 allocated as a value; null for null.
Value TakeXmlString(xmlChar* s);
inline Value XmlStringOrNull(const xmlChar* s) { return s ? Value(NewString(View(s))) : Value::Null(); }

// A document, shared by all objects that point into it.
struct XmlDocument {
  xmlDoc* doc;
  uint32_t refs = 0;
  Object* object = nullptr;                // its DOMDocument, not counted; null when there is none
  bool modern = false;                     // of the classes in the namespace Dom
  bool loose = false;                      // made only to hold nodes that belong to no document yet
  uint64_t changes = 0;                    // counts what may move nodes in lists
  absl::flat_hash_set<xmlNode*> detached;  // roots of what is not in the tree
  bool format_output = false, validate_on_parse = false, resolve_externals = false, recover = false;
  bool substitute_entities = false, preserve_white_space = true, strict_error_checking = true;
  absl::flat_hash_map<String*, Class*> node_classes;  // lowercase base class -> registered class
};
// For another place of a document; null for kinds that cannot be copied. `deep` as in xmlDocCopyNode().
xmlNode* CopyXmlNode(xmlNode* node, xmlDoc* into, int deep);
XmlDocument* AdoptDocument(xmlDoc* doc);  // with no references yet
XmlDocument* DocumentOf(const xmlNode* node);
inline void RetainDocument(XmlDocument* d) { ++d->refs; }
void ReleaseDocument(XmlDocument* d);
// Takes a node out of its tree; it stays alive with its document.
void DetachNode(xmlNode* node);
// The subtree, which must not be linked, becomes part of the other document's possessions.
void MoveToDocument(xmlNode* node, XmlDocument* to);

// Collects or reports (as warnings of the running function) what libxml2 says while it lives.
class XmlErrors {
 public:
  // How a message names its place: "in FILE, line: N", or in front, with the line of the source below.
  enum Style { kPlaces, kExcerpts };
  explicit XmlErrors(Style style = kPlaces);
  ~XmlErrors();
  // Reports what was not collected; to be called when the parser's state is consistent.
  void Report(bool mute = false);
  bool failed() const { return failed_; }
  // An error function of libxml2's and libxslt's that takes pieces of text, for whichever object lives.
  static void HandleText(void*, const char* format, ...) __attribute__((format(printf, 2, 3)));
  // Says, as libxml2 would, that the loader of external entities has nothing for `parser`.
  static void NotLoaded(const char* url, xmlParserCtxt* parser);

 private:
  struct Message {
    int level, code, column, line;
    std::string text, file;
    bool of_parser;
    std::string line_text;  // kExcerpts: what was being read, and a caret below it
    size_t caret;
  };
  static XmlErrors* current_;
  void Add(Message m);
  static void Handle(void* context, xmlErrorPtr error);
  static void Excerpt(const xmlParserInput* input, Message* m);
  XmlErrors* outer_;
  Style style_;
  std::vector<Message> messages_;
  std::string text_;  // of HandleText(), until the line is whole
  bool failed_ = false;
};

// Parses. Null with warnings raised (unless mute).
xmlDoc* ParseXml(std::string_view source, const char* file, int options, bool mute = false,
                 bool recover = false);
xmlDoc* ParseHtml(std::string_view source, const char* file, int options);
// sources.cc: a file or URL, opened with the context that libxml_set_streams_context() has set.
std::unique_ptr<Stream> OpenXmlStream(std::string_view file, std::string_view mode, std::string* error);
void SetXmlStreamContext(Resource* context);  // retains it
Value XmlStreamContext();                     // owned; null for none
// The callable that libxml2 asks for external entities; null: its own way.
void SetXmlEntityLoader(const Value& callback);
Value XmlEntityLoader();  // owned
// From now on files and URLs that libxml2 itself cannot open are read as PHP would.
void ReadXmlThroughStreams();
// Whether nothing is read from files and URLs; answers whether that was so before.
bool DisableXmlLoading(bool disabled);
// The whole content of a file or URL, with PHP's warning when it cannot be read.
bool ReadXmlFile(std::string_view file, std::string* content);

// An exception of the class with this (lowercase) name.
void ThrowOf(std::string_view lower_class, std::string_view message, int64_t code);

// dom: the object of a node, owned; null for null.
Value WrapDomNode(xmlNode* node);
// The node behind a DOM or SimpleXML object, or null.
xmlNode* NodeOfObject(Object* o);
// A document as an object, taken over: of the class with this name, or of the usual one. Argument `i` is
// where it comes from; the name is the argument after it.
Value WrapDocument(xmlDoc* doc, Args args, uint32_t i, String* class_name);
// SimpleXML: a new object for a document with all its roots; the class derives from SimpleXMLElement.
Value NewSimpleXml(Class* c, XmlDocument* d);
// SimpleXML: the node that an object stands for, or null.
xmlNode* SimpleXmlNode(Object* o);

}  // namespace tusk
