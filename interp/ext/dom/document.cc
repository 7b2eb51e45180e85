// DOMDocument and DOMImplementation: making nodes, parsing, writing, validating.
#include <stdlib.h>
#include <unistd.h>

#include "interp/ext/class_tables.h"
#include "interp/ext/dom/dom.h"
#include "interp/ext/standard/stream.h"
#include "interp/ext/tables.h"

namespace tusk {
namespace {

XmlDocument* SelfDocument(Args args) {
  xmlNode* node = SelfNode(args);
  return node ? static_cast<XmlDocument*>(node->_private) : nullptr;
}
xmlNode* AsNode(xmlDoc* doc) { return reinterpret_cast<xmlNode*>(doc); }
void GiveNew(XmlDocument* d, xmlNode* node, Value* result) {
  if (!node) return Return(result, false);
  d->detached.insert(node);
  ReturnNode(node, result);
}

void Construct(Args args, Value*) {
  xmlDoc* doc = Xml().xmlNewDoc(args.Has(0) ? ToXml(args.Str(0)) : ToXml("1.0"));
  if (args.Has(1) && !args.View(1).empty()) doc->encoding = Xml().xmlStrdup(ToXml(args.Str(1)));
  BindNode(Self(args), AsNode(doc), AdoptDocument(doc));
}
// What parses into $this replaces its document; settings stay.
void Replace(Object* o, xmlDoc* doc) {
  XmlDocument* old = o->native<DomNode>()->document;
  XmlDocument* d = AdoptDocument(doc);
  if (o->native<DomNode>()->node) {
    d->format_output = old->format_output;
    d->validate_on_parse = old->validate_on_parse;
    d->resolve_externals = old->resolve_externals;
    d->recover = old->recover;
    d->substitute_entities = old->substitute_entities;
    d->preserve_white_space = old->preserve_white_space;
    d->strict_error_checking = old->strict_error_checking;
    d->node_classes = old->node_classes;
  }
  BindNode(o, AsNode(doc), d);
}
void EnsureBound(Args args) {
  if (Self(args)->native<DomNode>()->node) return;
  xmlDoc* doc = Xml().xmlNewDoc(ToXml("1.0"));
  BindNode(Self(args), AsNode(doc), AdoptDocument(doc));
}

int ParseOptions(XmlDocument* d, int64_t options) {
  int o = static_cast<int>(options);
  if (d->validate_on_parse) o |= XML_PARSE_DTDVALID;
  if (d->resolve_externals) o |= XML_PARSE_DTDATTR;
  if (d->substitute_entities) o |= XML_PARSE_NOENT;
  if (!d->preserve_white_space) o |= XML_PARSE_NOBLANKS;
  return o;
}
bool NotEmpty(Args args) {
  if (!args.View(0).empty()) return true;
  ArgumentValueError(1, "must not be empty");
  return false;
}
void Parse(Args args, Value* result, std::string_view source, const char* file) {
  EnsureBound(args);
  XmlDocument* d = SelfDocument(args);
  xmlDoc* doc = ParseXml(source, file, ParseOptions(d, args.Int(1, 0)), false, d->recover);
  if (HasException()) {
    if (doc) Xml().xmlFreeDoc(doc);
    return;
  }
  if (!doc) return Return(result, false);
  Replace(Self(args), doc);
  Return(result, true);
}
void LoadXml(Args args, Value* result) {
  if (NotEmpty(args)) {
    char directory[4096];
    std::string base = getcwd(directory, sizeof directory) ? std::string(directory) + "/" : "";
    EnsureBound(args);
    XmlDocument* d = SelfDocument(args);
    xmlDoc* doc = ParseXml(args.View(0), nullptr, ParseOptions(d, args.Int(1, 0)), false, d->recover);
    if (HasException()) {
      if (doc) Xml().xmlFreeDoc(doc);
      return;
    }
    if (!doc) return Return(result, false);
    if (!doc->URL) doc->URL = Xml().xmlStrdup(ToXml(base.c_str()));
    Replace(Self(args), doc);
    Return(result, true);
  }
}
void Load(Args args, Value* result) {
  std::string source;
  if (!NotEmpty(args)) return;
  if (!ReadXmlFile(args.View(0), &source)) return Return(result, false);
  std::string file(args.View(0));
  if (char* full = realpath(file.c_str(), nullptr)) {
    file = full;
    free(full);
  }
  if (source.empty()) {
    FunctionWarning("Document is empty in %s, line: 1", file);
    return Return(result, false);
  }
  Parse(args, result, source, file.c_str());
}
void ParseHtmlInto(Args args, Value* result, std::string_view source, const char* file) {
  EnsureBound(args);
  int options = static_cast<int>(args.Int(1, 0));
  if (!SelfDocument(args)->preserve_white_space) options |= HTML_PARSE_NOBLANKS;
  xmlDoc* doc = ParseHtml(source, file, options);
  if (HasException()) {
    if (doc) Xml().xmlFreeDoc(doc);
    return;
  }
  if (!doc) return Return(result, false);
  Replace(Self(args), doc);
  Return(result, true);
}
void LoadHtml(Args args, Value* result) {
  if (NotEmpty(args)) ParseHtmlInto(args, result, args.View(0), nullptr);
}
void LoadHtmlFile(Args args, Value* result) {
  std::string source;
  if (!NotEmpty(args)) return;
  if (!ReadXmlFile(args.View(0), &source)) return Return(result, false);
  ParseHtmlInto(args, result, source, args.Str(0)->data);
}

// --- writing

constexpr int64_t kNoXmlDecl = 2, kNoEmptyTag = 4;

}  // namespace

std::string SaveNode(XmlDocument* d, xmlNode* node, int64_t options) {
  xmlBuffer* buffer = Xml().xmlBufferCreate();
  int flags = XML_SAVE_AS_XML;
  if (d->format_output) flags |= XML_SAVE_FORMAT;
  if (options & kNoEmptyTag) flags |= XML_SAVE_NO_EMPTY;
  if (options & kNoXmlDecl) flags |= XML_SAVE_NO_DECL;
  bool whole = node->type == XML_DOCUMENT_NODE || node->type == XML_HTML_DOCUMENT_NODE;
  const char* encoding = whole ? reinterpret_cast<const char*>(d->doc->encoding) : nullptr;
  xmlSaveCtxt* save = Xml().xmlSaveToBuffer(buffer, encoding, flags);
  std::string out;
  if (save) {
    if (whole) {
      Xml().xmlSaveDoc(save, reinterpret_cast<xmlDoc*>(node));
    } else {
      Xml().xmlSaveTree(save, node);
    }
    Xml().xmlSaveClose(save);
    out.assign(reinterpret_cast<const char*>(Xml().xmlBufferContent(buffer)),
               static_cast<size_t>(Xml().xmlBufferLength(buffer)));
  }
  Xml().xmlBufferFree(buffer);
  return out;
}

namespace {

void SaveXml(Args args, Value* result) {
  XmlDocument* d = SelfDocument(args);
  if (!d) return;
  xmlNode* node = AsNode(d->doc);
  if (!args.IsNull(0)) {
    node = NodeArgument(args, 0);
    if (!node) return;
    if (node->doc != d->doc) return ThrowDom(DomError::kWrongDocument);
  }
  if (node->type == XML_DOCUMENT_FRAG_NODE) {
    std::string all;
    for (xmlNode* c = node->children; c; c = c->next) all += SaveNode(d, c, args.Int(1, 0));
    return Return(result, std::string_view(all));
  }
  Return(result, std::string_view(SaveNode(d, node, args.Int(1, 0))));
}
void WriteOut(std::string_view file, std::string_view text, Value* result) {
  std::string error;
  std::unique_ptr<Stream> s = OpenXmlStream(file, "wb", &error);
  if (!s) {
    FunctionWarning("%s: Failed to open stream: %s", file, error);
    return Return(result, false);
  }
  s->Write(text);
  s->Flush();
  Return(result, static_cast<int64_t>(text.size()));
}
void Save(Args args, Value* result) {
  XmlDocument* d = SelfDocument(args);
  if (!d || !NotEmpty(args)) return;
  WriteOut(args.View(0), SaveNode(d, AsNode(d->doc), args.Int(1, 0)), result);
}
std::string HtmlOf(XmlDocument* d, xmlNode* node) {
  std::string out;
  if (!node) {
    xmlChar* text = nullptr;
    int size = 0;
    Xml().htmlDocDumpMemoryFormat(d->doc, &text, &size, d->format_output);
    if (text) out.assign(reinterpret_cast<char*>(text), static_cast<size_t>(size));
    if (text) Xml().free(text);
    return out;
  }
  xmlOutputBuffer* buffer = Xml().xmlAllocOutputBuffer(nullptr);
  buffer->context = &out;
  buffer->writecallback = [](void* to, const char* bytes, int n) {
    static_cast<std::string*>(to)->append(bytes, static_cast<size_t>(n));
    return n;
  };
  if (node->type == XML_DOCUMENT_FRAG_NODE) {
    for (xmlNode* c = node->children; c; c = c->next)
      Xml().htmlNodeDumpFormatOutput(buffer, d->doc, c, nullptr, d->format_output);
  } else {
    Xml().htmlNodeDumpFormatOutput(buffer, d->doc, node, nullptr, d->format_output);
  }
  Xml().xmlOutputBufferClose(buffer);
  return out;
}
void SaveHtml(Args args, Value* result) {
  XmlDocument* d = SelfDocument(args);
  xmlNode* node = nullptr;
  if (!d) return;
  if (!args.IsNull(0)) {
    node = NodeArgument(args, 0);
    if (!node) return;
    if (node->doc != d->doc) return ThrowDom(DomError::kWrongDocument);
    if (node == AsNode(d->doc)) node = nullptr;
  }
  Return(result, std::string_view(HtmlOf(d, node)));
}
void SaveHtmlFile(Args args, Value* result) {
  XmlDocument* d = SelfDocument(args);
  if (d && NotEmpty(args)) WriteOut(args.View(0), HtmlOf(d, nullptr), result);
}

// --- making nodes

void CreateElement(Args args, Value* result) {
  XmlDocument* d = SelfDocument(args);
  if (!d) return;
  if (!IsXmlName(args.View(0))) return ThrowDom(DomError::kInvalidCharacter);
  // Entities in the value are resolved, as by libxml2.
  const xmlChar* value = args.Has(1) && !args.View(1).empty() ? ToXml(args.Str(1)) : nullptr;
  XmlErrors errors;
  xmlNode* node = Xml().xmlNewDocNode(d->doc, nullptr, ToXml(args.Str(0)), value);
  errors.Report();
  GiveNew(d, node, result);
}
void CreateElementNs(Args args, Value* result) {
  XmlDocument* d = SelfDocument(args);
  std::string prefix, local;
  if (!d || !SplitName(args.View(1), &prefix, &local)) return;
  std::string_view uri = args.IsNull(0) ? std::string_view() : args.View(0);
  if (uri.empty() && !prefix.empty()) return ThrowDom(DomError::kNamespace);
  const xmlChar* value = args.Has(2) && !args.View(2).empty() ? ToXml(args.Str(2)) : nullptr;
  xmlNode* node = Xml().xmlNewDocNode(d->doc, nullptr, ToXml(local.c_str()), value);
  if (!uri.empty()) Xml().xmlSetNs(node, NamespaceFor(node, uri, prefix));
  GiveNew(d, node, result);
}
void CreateTextNode(Args args, Value* result) {
  XmlDocument* d = SelfDocument(args);
  if (!d) return;
  xmlNode* node = Xml().xmlNewDocText(d->doc, nullptr);
  Xml().xmlNodeSetContentLen(node, ToXml(args.Str(0)), static_cast<int>(args.View(0).size()));
  if (!node->content) Xml().xmlNodeSetContentLen(node, ToXml(""), 0);
  GiveNew(d, node, result);
}
void CreateComment(Args args, Value* result) {
  if (XmlDocument* d = SelfDocument(args))
    GiveNew(d, Xml().xmlNewDocComment(d->doc, ToXml(args.Str(0))), result);
}
void CreateCdata(Args args, Value* result) {
  if (XmlDocument* d = SelfDocument(args))
    GiveNew(d, Xml().xmlNewCDataBlock(d->doc, ToXml(args.Str(0)), static_cast<int>(args.View(0).size())),
            result);
}
void CreateFragment(Args args, Value* result) {
  if (XmlDocument* d = SelfDocument(args)) GiveNew(d, Xml().xmlNewDocFragment(d->doc), result);
}
void CreatePi(Args args, Value* result) {
  XmlDocument* d = SelfDocument(args);
  if (!d) return;
  if (!IsXmlName(args.View(0))) return ThrowDom(DomError::kInvalidCharacter);
  GiveNew(d,
          Xml().xmlNewDocPI(d->doc, ToXml(args.Str(0)),
                            args.Has(1) && !args.View(1).empty() ? ToXml(args.Str(1)) : nullptr),
          result);
}
void CreateEntityReference(Args args, Value* result) {
  XmlDocument* d = SelfDocument(args);
  if (!d) return;
  if (!IsXmlName(args.View(0))) return ThrowDom(DomError::kInvalidCharacter);
  GiveNew(d, Xml().xmlNewReference(d->doc, ToXml(args.Str(0))), result);
}
void CreateAttribute(Args args, Value* result) {
  XmlDocument* d = SelfDocument(args);
  if (!d) return;
  if (!IsXmlName(args.View(0))) return ThrowDom(DomError::kInvalidCharacter);
  GiveNew(d, reinterpret_cast<xmlNode*>(Xml().xmlNewDocProp(d->doc, ToXml(args.Str(0)), nullptr)), result);
}
void CreateAttributeNs(Args args, Value* result) {
  XmlDocument* d = SelfDocument(args);
  std::string prefix, local;
  if (!d || !SplitName(args.View(1), &prefix, &local)) return;
  xmlAttr* a = Xml().xmlNewDocProp(d->doc, ToXml(local.c_str()), nullptr);
  std::string_view uri = args.IsNull(0) ? std::string_view() : args.View(0);
  xmlNode* root = Xml().xmlDocGetRootElement(d->doc);
  if (!uri.empty() && root) {
    xmlNs* ns = Xml().xmlSearchNsByHref(d->doc, root, ToXml(args.Str(0)));
    if (!ns || !ns->prefix) ns = NamespaceFor(root, uri, prefix.empty() ? "default" : prefix);
    a->ns = ns;
  }
  GiveNew(d, reinterpret_cast<xmlNode*>(a), result);
}
void ImportNode(Args args, Value* result) {
  XmlDocument* d = SelfDocument(args);
  xmlNode* node = d ? NodeArgument(args, 0) : nullptr;
  if (!node) return;
  if (node->type == XML_DOCUMENT_NODE || node->type == XML_HTML_DOCUMENT_NODE) {
    FunctionWarning("Cannot import: Node Type Not Supported");
    return Return(result, false);
  }
  if (node->doc == d->doc) return ReturnNode(node, result);
  xmlNode* copy = CopyXmlNode(node, d->doc, args.Bool(1) ? 1 : node->type == XML_ELEMENT_NODE ? 2 : 0);
  GiveNew(d, copy, result);
}
void AdoptNode(Args args, Value* result) {
  XmlDocument* d = SelfDocument(args);
  xmlNode* node = d ? NodeArgument(args, 0) : nullptr;
  if (!node) return;
  if (node->type == XML_DOCUMENT_NODE || node->type == XML_HTML_DOCUMENT_NODE || node->type == XML_DTD_NODE ||
      node->type == XML_DOCUMENT_TYPE_NODE || node->type == XML_ENTITY_NODE ||
      node->type == XML_NOTATION_NODE) {
    if (d->strict_error_checking) return ThrowDom(DomError::kNotSupported);
    FunctionWarning("Not Supported Error");
    return Return(result, false);
  }
  DetachNode(node);
  AdoptTree(node, d);
  d->detached.insert(node);
  if (node->type == XML_ELEMENT_NODE) Xml().xmlReconciliateNs(d->doc, node);
  ReturnCopy(result, args[0]);
}
void GetElementById(Args args, Value* result) {
  XmlDocument* d = SelfDocument(args);
  if (!d) return;
  xmlAttr* a = Xml().xmlGetID(d->doc, ToXml(args.Str(0)));
  xmlNode* element = a ? a->parent : nullptr;
  for (xmlNode* n = element; n; n = n->parent) {
    if (n == AsNode(d->doc)) return ReturnNode(element, result);
  }
  *result = Value::Null();
}
void NormalizeDocument(Args args, Value* result) {
  Function* const* normalize = Self(args)->cls->methods.Find(std::string_view("normalize"));
  CallFunction(*normalize, Self(args), Self(args)->cls, 0, nullptr, result);
}
void RegisterNodeClass(Args args, Value* result) {
  XmlDocument* d = SelfDocument(args);
  Class* base = d ? FindClass(args.View(0), true) : nullptr;
  if (!d) return;
  if (!base)
    return ArgumentTypeError(1, absl::StrFormat("must be a valid class name, %s given", args.View(0)));
  Class* c = args.IsNull(1) ? nullptr : FindClass(args.View(1), true);
  if (!args.IsNull(1) && (!c || !InstanceOf(c, base)))
    return ArgumentTypeError(2, absl::StrFormat("must be a class name derived from %s or null, %s given",
                                                base->name->view(), args.View(1)));
  if (c) {
    d->node_classes[base->lower_name] = c;
  } else {
    d->node_classes.erase(base->lower_name);
  }
  Return(result, true);
}

// --- validating

void Validate(Args args, Value* result) {
  XmlDocument* d = SelfDocument(args);
  if (!d) return;
  XmlErrors errors;
  xmlValidCtxt* v = Xml().xmlNewValidCtxt();
  bool good = Xml().xmlValidateDocument(v, d->doc);
  Xml().xmlFreeValidCtxt(v);
  errors.Report();
  Return(result, good);
}
void Schema(Args args, Value* result, std::string_view source, const char* url) {
  XmlDocument* d = SelfDocument(args);
  if (!d) return;
  XmlErrors errors;
  std::string text(source);
  xmlSchemaParserCtxt* parser =
      url ? Xml().xmlSchemaNewParserCtxt(url)
          : Xml().xmlSchemaNewMemParserCtxt(text.data(), static_cast<int>(text.size()));
  xmlSchema* schema = parser ? Xml().xmlSchemaParse(parser) : nullptr;
  if (parser) Xml().xmlSchemaFreeParserCtxt(parser);
  if (!schema) {
    errors.Report();
    if (!HasException()) FunctionWarning("Invalid Schema");
    return Return(result, false);
  }
  xmlSchemaValidCtxt* v = Xml().xmlSchemaNewValidCtxt(schema);
  int status = Xml().xmlSchemaValidateDoc(v, d->doc);
  Xml().xmlSchemaFreeValidCtxt(v);
  Xml().xmlSchemaFree(schema);
  errors.Report();
  Return(result, status == 0);
}
void SchemaValidateSource(Args args, Value* result) {
  if (NotEmpty(args)) Schema(args, result, args.View(0), nullptr);
}
void SchemaValidate(Args args, Value* result) {
  if (NotEmpty(args)) Schema(args, result, "", args.Str(0)->data);
}
void Relax(Args args, Value* result, const std::string& source) {
  XmlDocument* d = SelfDocument(args);
  if (!d) return;
  XmlErrors errors;
  xmlRelaxNGParserCtxt* parser =
      Xml().xmlRelaxNGNewMemParserCtxt(source.data(), static_cast<int>(source.size()));
  xmlRelaxNG* schema = parser ? Xml().xmlRelaxNGParse(parser) : nullptr;
  if (parser) Xml().xmlRelaxNGFreeParserCtxt(parser);
  if (!schema) {
    errors.Report();
    if (!HasException()) FunctionWarning("Invalid RelaxNG");
    return Return(result, false);
  }
  xmlRelaxNGValidCtxt* v = Xml().xmlRelaxNGNewValidCtxt(schema);
  int status = Xml().xmlRelaxNGValidateDoc(v, d->doc);
  Xml().xmlRelaxNGFreeValidCtxt(v);
  Xml().xmlRelaxNGFree(schema);
  errors.Report();
  Return(result, status == 0);
}
void RelaxSource(Args args, Value* result) {
  if (NotEmpty(args)) Relax(args, result, std::string(args.View(0)));
}
void RelaxFile(Args args, Value* result) {
  std::string source;
  if (!NotEmpty(args)) return;
  if (!ReadXmlFile(args.View(0), &source)) return Return(result, false);
  Relax(args, result, source);
}
void XInclude(Args args, Value* result) {
  XmlDocument* d = SelfDocument(args);
  if (!d) return;
  // What lies in an include element is freed with it: objects let go of it.
  auto text = [](const xmlChar* s) { return std::string_view(reinterpret_cast<const char*>(s)); };
  auto is_include = [&](const xmlNode* node) {
    return node->type == XML_ELEMENT_NODE && node->ns && node->ns->href && text(node->name) == "include" &&
           (text(node->ns->href) == "http://www.w3.org/2003/XInclude" ||
            text(node->ns->href) == "http://www.w3.org/2001/XInclude");
  };
  const xmlNode* include = nullptr;
  xmlNode* const top = AsNode(d->doc);
  for (xmlNode* node = top->children; node;) {
    if (include) {
      ForgetNode(node);
    } else if (is_include(node)) {
      include = node;
    }
    if (node->type == XML_ELEMENT_NODE && node->children) {
      node = node->children;
      continue;
    }
    while (node && !node->next) {
      node = node->parent == top ? nullptr : node->parent;
      if (node == include) include = nullptr;
    }
    if (node) {
      if (node == include) include = nullptr;
      node = node->next;
    }
  }
  XmlErrors errors;
  int n = Xml().xmlXIncludeProcessFlags(d->doc, static_cast<int>(args.Int(0, 0)));
  ++d->changes;
  errors.Report();
  if (n > 0) return Return(result, int64_t{n});
  Return(result, false);
}

// --- DOMImplementation

void HasFeature(Args args, Value* result) {
  Return(result, EqualIgnoreCase(args.View(0), "XML") || EqualIgnoreCase(args.View(0), "Core"));
}
void CreateDocument(Args args, Value* result) {
  xmlNode* dtd = args.IsNull(2) ? nullptr : NodeArgument(args, 2);
  if (HasException()) return;
  std::string prefix, local;
  bool root = args.Has(1) && !args.View(1).empty();
  if (root && !SplitName(args.View(1), &prefix, &local)) return;
  XmlDocument* d = AdoptDocument(Xml().xmlNewDoc(ToXml("1.0")));
  *result = WrapDomNode(AsNode(d->doc));
  if (dtd) InsertNode(AsNode(d->doc), dtd, nullptr);
  if (root) {
    xmlNode* node = Xml().xmlNewDocNode(d->doc, nullptr, ToXml(local.c_str()), nullptr);
    if (!args.IsNull(0) && !args.View(0).empty())
      Xml().xmlSetNs(node, NamespaceFor(node, args.View(0), prefix));
    d->detached.insert(node);
    InsertNode(AsNode(d->doc), node, nullptr);
  }
}
void CreateDocumentType(Args args, Value* result) {
  if (args.View(0).empty()) return ArgumentValueError(1, "must not be empty");
  XmlDocument* d = LooseDocument();
  RetainDocument(d);
  xmlDtd* dtd = Xml().xmlCreateIntSubset(d->doc, ToXml(args.Str(0)),
                                         args.Has(1) && !args.View(1).empty() ? ToXml(args.Str(1)) : nullptr,
                                         args.Has(2) && !args.View(2).empty() ? ToXml(args.Str(2)) : nullptr);
  auto* node = reinterpret_cast<xmlNode*>(dtd);
  DetachNode(node);
  ReturnNode(node, result);
  ReleaseDocument(d);
}

void ImportSimpleXml(Args args, Value* result) {
  xmlNode* node = SimpleXmlNode(args[0].obj);
  if (!node) return ArgumentValueError(1, "is not a valid node type");
  ReturnNode(node, result);
}

constexpr BuiltinMethodRow kMethods[] = {
    {"__construct", "(string $version = \"1.0\", string $encoding = \"\")", kDomWrites, Construct},
    {"adoptNode", "(DOMNode $node)", kDomWrites, AdoptNode},
    {"append", "(...$nodes): void", kDomWrites, NodeAppend},
    {"createAttribute", "(string $localName)", kDomWrites, CreateAttribute},
    {"createAttributeNS", "(?string $namespace, string $qualifiedName)", kDomWrites, CreateAttributeNs},
    {"createCDATASection", "(string $data)", kDomWrites, CreateCdata},
    {"createComment", "(string $data): DOMComment", kDomWrites, CreateComment},
    {"createDocumentFragment", "(): DOMDocumentFragment", kDomWrites, CreateFragment},
    {"createElement", "(string $localName, string $value = \"\")", kDomWrites, CreateElement},
    {"createElementNS", "(?string $namespace, string $qualifiedName, string $value = \"\")", kDomWrites,
     CreateElementNs},
    {"createEntityReference", "(string $name)", kDomWrites, CreateEntityReference},
    {"createProcessingInstruction", "(string $target, string $data = \"\")", kDomWrites, CreatePi},
    {"createTextNode", "(string $data): DOMText", kDomWrites, CreateTextNode},
    {"getElementById", "(string $elementId): ?DOMElement", kDomReads, GetElementById},
    {"getElementsByTagName", "(string $qualifiedName): DOMNodeList", kDomReads, ElementsByTagName},
    {"getElementsByTagNameNS", "(?string $namespace, string $localName): DOMNodeList", kDomReads,
     ElementsByTagNameNs},
    {"importNode", "(DOMNode $node, bool $deep = false)", kDomWrites, ImportNode},
    {"load", "(string $filename, int $options = 0)", kDomWrites, Load},
    {"loadHTML", "(string $source, int $options = 0)", kDomWrites, LoadHtml},
    {"loadHTMLFile", "(string $filename, int $options = 0)", kDomWrites, LoadHtmlFile},
    {"loadXML", "(string $source, int $options = 0)", kDomWrites, LoadXml},
    {"normalizeDocument", "(): void", kDomWrites, NormalizeDocument},
    {"prepend", "(...$nodes): void", kDomWrites, NodePrepend},
    {"registerNodeClass", "(string $baseClass, ?string $extendedClass): bool", kDomWrites, RegisterNodeClass},
    {"relaxNGValidate", "(string $filename): bool", kDomWrites, RelaxFile},
    {"relaxNGValidateSource", "(string $source): bool", kDomWrites, RelaxSource},
    {"replaceChildren", "(...$nodes): void", kDomWrites, NodeReplaceChildren},
    {"save", "(string $filename, int $options = 0): int|false", kDomWrites, Save},
    {"saveHTML", "(?DOMNode $node = null): string|false", kDomReads, SaveHtml},
    {"saveHTMLFile", "(string $filename): int|false", kDomWrites, SaveHtmlFile},
    {"saveXML", "(?DOMNode $node = null, int $options = 0): string|false", kDomReads, SaveXml},
    {"schemaValidate", "(string $filename, int $flags = 0): bool", kDomWrites, SchemaValidate},
    {"schemaValidateSource", "(string $source, int $flags = 0): bool", kDomWrites, SchemaValidateSource},
    {"validate", "(): bool", kDomWrites, Validate},
    {"xinclude", "(int $options = 0): int|false", kDomWrites, XInclude},
};
constexpr BuiltinMethodRow kImplementationMethods[] = {
    {"createDocument",
     "(?string $namespace = null, string $qualifiedName = \"\", ?DOMDocumentType $doctype = null)",
     kDomWrites, CreateDocument},
    {"createDocumentType", "(string $qualifiedName, string $publicId = \"\", string $systemId = \"\")",
     kDomWrites, CreateDocumentType},
    {"hasFeature", "(string $feature, string $version): bool", kDomReads, HasFeature},
};
const BuiltinClassRow kClassRows[] = {
    {.name = "DOMDocument",
     .parent = "DOMNode",
     .interfaces = "DOMParentNode",
     .methods = kMethods,
     .extension = "dom"},
    {.name = "DOMImplementation", .methods = kImplementationMethods, .extension = "dom"},
};
constexpr BuiltinRow kRows[] = {
    {"dom_import_simplexml", "(object $node): DOMAttr|DOMElement", kDomWrites, ImportSimpleXml},
};
constexpr ConstantRow kConstantRows[] = {
    {"DOMSTRING_SIZE_ERR", int64_t{2}},
    {"DOM_HIERARCHY_REQUEST_ERR", int64_t{3}},
    {"DOM_INDEX_SIZE_ERR", int64_t{1}},
    {"DOM_INUSE_ATTRIBUTE_ERR", int64_t{10}},
    {"DOM_INVALID_ACCESS_ERR", int64_t{15}},
    {"DOM_INVALID_CHARACTER_ERR", int64_t{5}},
    {"DOM_INVALID_MODIFICATION_ERR", int64_t{13}},
    {"DOM_INVALID_STATE_ERR", int64_t{11}},
    {"DOM_NAMESPACE_ERR", int64_t{14}},
    {"DOM_NOT_FOUND_ERR", int64_t{8}},
    {"DOM_NOT_SUPPORTED_ERR", int64_t{9}},
    {"DOM_NO_DATA_ALLOWED_ERR", int64_t{6}},
    {"DOM_NO_MODIFICATION_ALLOWED_ERR", int64_t{7}},
    {"DOM_PHP_ERR", int64_t{0}},
    {"DOM_SYNTAX_ERR", int64_t{12}},
    {"DOM_VALIDATION_ERR", int64_t{16}},
    {"DOM_WRONG_DOCUMENT_ERR", int64_t{4}},
    {"XML_ATTRIBUTE_CDATA", int64_t{1}},
    {"XML_ATTRIBUTE_DECL_NODE", int64_t{16}},
    {"XML_ATTRIBUTE_ENTITY", int64_t{6}},
    {"XML_ATTRIBUTE_ENUMERATION", int64_t{9}},
    {"XML_ATTRIBUTE_ID", int64_t{2}},
    {"XML_ATTRIBUTE_IDREF", int64_t{3}},
    {"XML_ATTRIBUTE_IDREFS", int64_t{4}},
    {"XML_ATTRIBUTE_NMTOKEN", int64_t{7}},
    {"XML_ATTRIBUTE_NMTOKENS", int64_t{8}},
    {"XML_ATTRIBUTE_NODE", int64_t{2}},
    {"XML_ATTRIBUTE_NOTATION", int64_t{10}},
    {"XML_CDATA_SECTION_NODE", int64_t{4}},
    {"XML_COMMENT_NODE", int64_t{8}},
    {"XML_DOCUMENT_FRAG_NODE", int64_t{11}},
    {"XML_DOCUMENT_NODE", int64_t{9}},
    {"XML_DOCUMENT_TYPE_NODE", int64_t{10}},
    {"XML_DTD_NODE", int64_t{14}},
    {"XML_ELEMENT_DECL_NODE", int64_t{15}},
    {"XML_ELEMENT_NODE", int64_t{1}},
    {"XML_ENTITY_DECL_NODE", int64_t{17}},
    {"XML_ENTITY_NODE", int64_t{6}},
    {"XML_ENTITY_REF_NODE", int64_t{5}},
    {"XML_HTML_DOCUMENT_NODE", int64_t{13}},
    {"XML_LOCAL_NAMESPACE", int64_t{18}},
    {"XML_NAMESPACE_DECL_NODE", int64_t{18}},
    {"XML_NOTATION_NODE", int64_t{12}},
    {"XML_PI_NODE", int64_t{7}},
    {"XML_TEXT_NODE", int64_t{3}},
};
static_assert(SortedByName(kConstantRows));

}  // namespace

Value WrapDocument(xmlDoc* doc, Args args, uint32_t i, String* class_name) {
  XmlDocument* d = AdoptDocument(doc);
  RetainDocument(d);
  struct Drop {
    XmlDocument* document;
    ~Drop() { ReleaseDocument(document); }
  } drop{d};
  if (!class_name) return WrapDomNode(reinterpret_cast<xmlNode*>(doc));
  const Class* root = args[i].obj->cls;
  while (root->parent) root = root->parent;
  Class* c = FindClass(class_name->view(), true);
  if (!c || !InstanceOf(c, root)) {
    if (HasException()) return {};
    std::string problem = c ? Joined("a class name compatible with ", root->name->view())
                            : std::string("a valid class name or null");
    ArgumentTypeError(i + 2, absl::StrFormat("must be %s, %s given", problem, class_name->view()));
    return {};
  }
  if (root->lower_name->view() == "simplexmlelement") return NewSimpleXml(c, d);
  Object* o = NewObjectUnchecked(c);
  BindNode(o, reinterpret_cast<xmlNode*>(doc), d);
  return Value(o);
}

constinit const BuiltinTable kDomFunctions(kRows);
const std::span<const BuiltinClassRow> kDomDocumentClasses = kClassRows;
constinit const std::span<const ConstantRow> kDomConstants = kConstantRows;

}  // namespace tusk
