// DOMXPath: queries, PHP functions in them, and namespace nodes, which only queries and attributes give.
#include "interp/ext/class_tables.h"
#include "interp/ext/dom/dom.h"
#include "interp/ext/dom/xpath_functions.h"

namespace tusk {
namespace {

constexpr char kPhpSpace[] = "http://php.net/xpath";

// --- DOMNameSpaceNode

enum NamespaceSlot {
  kNodeName,
  kNodeValue,
  kNodeType,
  kPrefix,
  kLocalName,
  kUri,
  kConnected,
  kOwner,
  kParent,
  kParentElement
};
Array* DumpNamespace(Object* o) {
  Array* a = NewArray();
  constexpr const char* kNames[] = {"nodeName",   "nodeValue",    "nodeType",    "prefix",
                                    "localName",  "namespaceURI", "isConnected", "ownerDocument",
                                    "parentNode", "parentElement"};
  for (size_t i = 0; i < std::size(kNames); ++i)
    Set(a, ArrayKey::Str(Intern(kNames[i])), DumpedDomValue(Copy(o->props()[i])));
  return a;
}
constexpr ObjectHandlers kNamespaceHandlers = {.properties_for_dump = DumpNamespace};
bool IsConnected(const xmlNode* n) {
  while (n->parent) n = n->parent;
  return n->type == XML_DOCUMENT_NODE || n->type == XML_HTML_DOCUMENT_NODE;
}
}  // namespace

Value NewNamespaceNode(xmlNode* element, std::string_view prefix, std::string_view uri) {
  Object* o = NewObjectUnchecked(FindClass(std::string_view("domnamespacenode"), false));
  Value* slot = o->props();
  slot[kNodeName] = Value(NewString(prefix.empty() ? std::string("xmlns") : Joined("xmlns:", prefix)));
  slot[kNodeValue] = Value(NewString(uri));
  slot[kNodeType] = Value(int64_t{XML_NAMESPACE_DECL});
  slot[kPrefix] = Value(NewString(prefix));
  slot[kLocalName] = Value(NewString(prefix.empty() ? std::string_view("xmlns") : prefix));
  slot[kUri] = Value(NewString(uri));
  slot[kConnected] = Value(IsConnected(element));
  slot[kOwner] = WrapDomNode(reinterpret_cast<xmlNode*>(element->doc));
  slot[kParent] = WrapDomNode(element);
  slot[kParentElement] = Copy(slot[kParent]);
  return Value(o);
}

namespace {

// --- queries

struct DomXPath {
  xmlXPathContext* context;
  XmlDocument* document;  // counted
  bool register_namespaces;
  XPathFunctions* functions;  // owned
};
void DestroyXPath(Object* o) {
  auto* x = o->native<DomXPath>();
  if (!x->context) return;
  Xml().xmlXPathFreeContext(x->context);
  x->context = nullptr;
  XmlDocument* d = x->document;
  auto* functions = x->functions;
  x->functions = nullptr;
  delete functions;
  ReleaseDocument(d);
}
void InitXPath(Object* o) {
  *o->native<DomXPath>() = {};
  o->native<DomXPath>()->register_namespaces = true;
}
void TraceXPath(Object* o, void (*visit)(Value*, void*), void* context) {
  if (auto* functions = o->native<DomXPath>()->functions) functions->Trace(visit, context);
}
Array* DumpXPath(Object* o) {
  Array* a = NewArray();
  auto* x = o->native<DomXPath>();
  if (x->context)
    Set(a, ArrayKey::Str(Intern("document")), Value(NewString(std::string_view("(object value omitted)"))));
  Set(a, ArrayKey::Str(Intern("registerNodeNamespaces")), Value(x->register_namespaces));
  return a;
}
constexpr ObjectHandlers kXPathHandlers = {.construct_native = InitXPath,
                                           .destroy_native = DestroyXPath,
                                           .trace_native = TraceXPath,
                                           .cloneable = false,
                                           .properties_for_dump = DumpXPath};

template <bool kStrings>
void CallPhp(xmlXPathParserContext* parser, int count) {
  static_cast<DomXPath*>(parser->context->userData)->functions->CallByName(parser, count, kStrings);
}
void CallNamed(xmlXPathParserContext* parser, int count) {
  static_cast<DomXPath*>(parser->context->userData)->functions->CallInNamespace(parser, count);
}

void XPathConstruct(Args args, Value*) {
  xmlNode* doc = NodeArgument(args, 0);
  if (!doc) return;
  DestroyXPath(Self(args));
  auto* x = Self(args)->native<DomXPath>();
  x->document = static_cast<XmlDocument*>(doc->_private);
  RetainDocument(x->document);
  x->context = Xml().xmlXPathNewContext(x->document->doc);
  x->register_namespaces = args.Bool(1, true);
  x->functions = new XPathFunctions(kPhpSpace);
  x->context->userData = x;
  Xml().xmlXPathRegisterFuncNS(x->context, ToXml("function"), ToXml(kPhpSpace), CallPhp<false>);
  Xml().xmlXPathRegisterFuncNS(x->context, ToXml("functionString"), ToXml(kPhpSpace), CallPhp<true>);
}

void Evaluate(Args args, Value* result, bool nodes_only) {
  auto* x = Self(args)->native<DomXPath>();
  if (!x->context) return ThrowError("Invalid XPath Context");
  xmlNode* node = args.IsNull(1) ? Xml().xmlDocGetRootElement(x->document->doc) : NodeArgument(args, 1);
  if (!args.IsNull(1) && !node) return;
  if (node && node->doc != x->document->doc) {
    ThrowError("Node From Wrong Document");
    return;
  }
  xmlXPathContext* c = x->context;
  c->node = node;
  xmlNs** in_scope = nullptr;
  if (args.Bool(2, x->register_namespaces) && node) {
    in_scope = Xml().xmlGetNsList(node->doc, node);
    c->namespaces = in_scope;
    c->nsNr = 0;
    for (xmlNs** n = in_scope; n && *n; ++n) ++c->nsNr;
  }
  XmlErrors errors;
  xmlXPathObject* found = Xml().xmlXPathEvalExpression(ToXml(args.Str(0)), c);
  c->node = nullptr;
  c->namespaces = nullptr;
  c->nsNr = 0;
  if (in_scope) Xml().free(in_scope);
  errors.Report(HasException());
  struct Drop {
    XPathFunctions* functions;
    ~Drop() { functions->ReleaseHeld(); }
  } drop{x->functions};
  if (HasException()) {
    if (found) Xml().xmlXPathFreeObject(found);
    return;
  }
  if (!found) return Return(result, false);
  switch (found->type) {
    case XPATH_BOOLEAN:
      if (!nodes_only) *result = Value(found->boolval != 0);
      break;
    case XPATH_NUMBER:
      if (!nodes_only) *result = Value(found->floatval);
      break;
    case XPATH_STRING:
      if (!nodes_only) *result = Value(NewString(View(found->stringval)));
      break;
    default: break;
  }
  if (result->IsNullOrUndef()) {
    std::vector<xmlNode*> nodes;
    std::vector<Value> objects;
    const xmlNodeSet* set = found->type == XPATH_NODESET ? found->nodesetval : nullptr;
    int count = set ? set->nodeNr : 0;
    bool plain = true;
    for (int i = 0; i < count; ++i) plain = plain && set->nodeTab[i]->type != XML_NAMESPACE_DECL;
    for (int i = 0; i < count; ++i) {
      xmlNode* n = set->nodeTab[i];
      if (plain) {
        nodes.push_back(n);
      } else if (n->type != XML_NAMESPACE_DECL) {
        objects.push_back(WrapDomNode(n));
      } else {
        // libxml2 keeps the element behind the declaration's copy.
        auto* ns = reinterpret_cast<xmlNs*>(n);
        auto* element = reinterpret_cast<xmlNode*>(ns->next);
        objects.push_back(NewNamespaceNode(element, View(ns->prefix), View(ns->href)));
      }
    }
    *result =
        plain ? NewNodesList(x->document, std::move(nodes)) : NewObjectsList(x->document, std::move(objects));
  }
  Xml().xmlXPathFreeObject(found);
}
void XPathEvaluate(Args args, Value* result) { Evaluate(args, result, false); }
void XPathQuery(Args args, Value* result) { Evaluate(args, result, true); }
void XPathRegister(Args args, Value* result) {
  auto* x = Self(args)->native<DomXPath>();
  if (!x->context) return ThrowError("Invalid XPath Context");
  Return(result, Xml().xmlXPathRegisterNs(x->context, ToXml(args.Str(0)), ToXml(args.Str(1))) == 0);
}
void RegisterFunctions(Args args, Value*) {
  auto* x = Self(args)->native<DomXPath>();
  if (!x->context) return ThrowError("Invalid XPath Context");
  x->functions->Register(args);
}
void RegisterFunctionNs(Args args, Value*) {
  auto* x = Self(args)->native<DomXPath>();
  if (!x->context) return ThrowError("Invalid XPath Context");
  if (x->functions->RegisterInNamespace(args))
    Xml().xmlXPathRegisterFuncNS(x->context, ToXml(args.Str(1)), ToXml(args.Str(0)), CallNamed);
}
void XPathGet(Args args, Value* result) {
  auto* x = Self(args)->native<DomXPath>();
  if (args.View(0) == "document" && !x->context) return ThrowDom(DomError::kInvalidState);
  if (args.View(0) == "document") return ReturnNode(reinterpret_cast<xmlNode*>(x->document->doc), result);
  if (args.View(0) == "registerNodeNamespaces") return Return(result, x->register_namespaces);
  Warning("Undefined property: %s::$%s", Self(args)->cls->name->view(), args.View(0));
  *result = Value::Null();
}
void XPathSet(Args args, Value*) {
  auto* x = Self(args)->native<DomXPath>();
  if (args.View(0) == "document")
    return ThrowError("Cannot modify readonly property %s::$document", Self(args)->cls->name->view());
  if (args.View(0) == "registerNodeNamespaces") {
    x->register_namespaces = ToBool(args[1]);
    return;
  }
  WriteProperty(Self(args), args.Str(0), CopyDeref(args[1]), nullptr, nullptr, false);
}
void XPathQuote(Args args, Value* result) {
  std::string_view s = args.View(0);
  if (s.find('\'') == s.npos) return Return(result, std::string_view(Joined("'", s, "'")));
  if (s.find('"') == s.npos) return Return(result, std::string_view(Joined("\"", s, "\"")));
  std::string out = "concat(";
  while (!s.empty()) {
    size_t plain = s.find('\''), with = s.find('"');
    bool single = (plain == s.npos ? s.size() : plain) > (with == s.npos ? s.size() : with);
    size_t n = std::min(s.size(), single ? plain : with);
    out += Joined(out.size() > 7 ? "," : "", single ? "'" : "\"", s.substr(0, n), single ? "'" : "\"");
    s = s.substr(n);
  }
  Return(result, std::string_view(out + ")"));
}

using F = FunctionFlags;
constexpr char kQuery[] =
    "(string $expression, ?DOMNode $contextNode = null, bool $registerNodeNS = true): mixed";
constexpr BuiltinMethodRow kXPathMethods[] = {
    {"__construct", "(DOMDocument $document, bool $registerNodeNS = true)", kDomWrites, XPathConstruct},
    {"__get", "(string $name): mixed", kDomReads, XPathGet},
    {"__set", "(string $name, mixed $value): void", kDomReads, XPathSet},
    {"evaluate", kQuery, kDomWrites, XPathEvaluate},
    {"query", kQuery, kDomWrites, XPathQuery},
    {"quote", "(string $str): string", kDomReads, XPathQuote, F::kPublic | F::kStatic},
    {"registerNamespace", "(string $prefix, string $namespace): bool", kDomWrites, XPathRegister},
    {"registerPhpFunctionNS", "(string $namespaceURI, string $name, callable $callable): void", kDomWrites,
     RegisterFunctionNs},
    {"registerPhpFunctions", "(array|string|null $restrict = null): void", kDomWrites, RegisterFunctions},
};
constexpr BuiltinPropertyRow kNamespaceProperties[] = {
    {"nodeName", "string", Type::kUndef},     {"nodeValue", "?string", Type::kUndef},
    {"nodeType", "int", Type::kUndef},        {"prefix", "string", Type::kUndef},
    {"localName", "?string", Type::kUndef},   {"namespaceURI", "?string", Type::kUndef},
    {"isConnected", "bool", Type::kUndef},    {"ownerDocument", "?DOMDocument", Type::kUndef},
    {"parentNode", "?DOMNode", Type::kUndef}, {"parentElement", "?DOMElement", Type::kUndef},
};
const BuiltinClassRow kRows[] = {
    {.name = "DOMNameSpaceNode",
     .properties = kNamespaceProperties,
     .handlers = &kNamespaceHandlers,
     .extension = "dom"},
    {.name = "DOMXPath",
     .methods = kXPathMethods,
     .handlers = &kXPathHandlers,
     .native_size = sizeof(DomXPath),
     .extension = "dom"},
};

}  // namespace

const std::span<const BuiltinClassRow> kDomXPathClasses = kRows;

}  // namespace tusk
