// DOMXPath: queries, PHP functions in them, and namespace nodes, which only queries and attributes give.
#include <optional>

#include "interp/ext/class_tables.h"
#include "interp/ext/dom/dom.h"

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
  bool all_functions;                                  // registerPhpFunctions() without names
  absl::flat_hash_map<std::string, Value>* functions;  // by name, or "namespace|name"; owned callables
  std::vector<Value>* held;                            // nodes that functions gave, until the query is done
};
void DestroyXPath(Object* o) {
  auto* x = o->native<DomXPath>();
  if (!x->context) return;
  Xml().xmlXPathFreeContext(x->context);
  x->context = nullptr;
  XmlDocument* d = x->document;
  auto* functions = x->functions;
  delete x->held;
  x->functions = nullptr;
  for (const auto& [name, callable] : *functions) Release(callable);
  delete functions;
  ReleaseDocument(d);
}
void InitXPath(Object* o) {
  *o->native<DomXPath>() = {};
  o->native<DomXPath>()->register_namespaces = true;
}
void TraceXPath(Object* o, void (*visit)(Value*, void*), void* context) {
  if (auto* functions = o->native<DomXPath>()->functions) {
    for (auto& [name, callable] : *functions) visit(&callable, context);
  }
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

// --- PHP functions in queries

Value ToPhp(xmlXPathObject* v, bool as_string) {
  switch (v->type) {
    case XPATH_BOOLEAN:
      if (!as_string) return Value(v->boolval != 0);
      break;
    case XPATH_NUMBER:
      if (!as_string) return Value(v->floatval);
      break;
    case XPATH_NODESET:
      if (!as_string) {
        Array* a = NewArray();
        for (int i = 0; v->nodesetval && i < v->nodesetval->nodeNr; ++i) {
          xmlNode* n = v->nodesetval->nodeTab[i];
          if (n->type == XML_NAMESPACE_DECL) {
            auto* ns = reinterpret_cast<xmlNs*>(n);
            Append(a,
                   NewNamespaceNode(reinterpret_cast<xmlNode*>(ns->next), View(ns->prefix), View(ns->href)));
          } else {
            Append(a, WrapDomNode(n));
          }
        }
        return Value(a);
      }
      break;
    default: break;
  }
  xmlChar* text = Xml().xmlXPathCastToString(v);
  Value s(NewString(View(text)));
  Xml().free(text);
  return s;
}
// The result of a function for the query; null with an exception raised.
xmlXPathObject* FromPhp(DomXPath* x, const Value& v) {
  if (v.IsObject()) {
    xmlNode* n = NodeOfObject(v.obj);
    if (!n) {
      ThrowTypeError("Only objects that are instances of DOM nodes can be converted to an XPath expression");
      return nullptr;
    }
    if (!x->held) x->held = new std::vector<Value>;
    x->held->push_back(Copy(v));
    return Xml().xmlXPathNewNodeSet(n);
  }
  if (v.IsBool()) return Xml().xmlXPathNewBoolean(v.IsTrue());
  if (v.IsNumber()) return Xml().xmlXPathNewFloat(ToFloat(v));
  String* s = ToString(v);
  if (!s) return nullptr;
  xmlXPathObject* out = Xml().xmlXPathNewString(ToXml(s));
  Release(s);
  return out;
}
void RunCallback(xmlXPathParserContext* parser, DomXPath* x, const Value& callable, std::vector<Value> args) {
  Value result;
  Callback(callable).Call(static_cast<uint32_t>(args.size()), args.data(), &result);
  for (const Value& v : args) Release(v);
  xmlXPathObject* out = HasException() ? nullptr : FromPhp(x, result);
  Release(result);
  Xml().valuePush(parser, out ? out : Xml().xmlXPathNewString(ToXml("")));
}
// php:function("name", ...) and php:functionString(...).
template <bool kStrings>
void CallPhp(xmlXPathParserContext* parser, int count) {
  auto* x = static_cast<DomXPath*>(parser->context->userData);
  std::vector<Value> args;
  for (int i = 0; i < count; ++i) {
    xmlXPathObject* v = Xml().valuePop(parser);
    bool name = i == count - 1;
    if (!name && !HasException()) args.insert(args.begin(), ToPhp(v, kStrings));
    if (name && !HasException()) {
      std::optional<std::string> function;
      if (v->stringval) function = std::string(View(v->stringval));
      Xml().xmlXPathFreeObject(v);
      auto quit = [&] {
        for (const Value& a : args) Release(a);
        Xml().valuePush(parser, Xml().xmlXPathNewString(ToXml("")));
      };
      if (!function) {
        Throw(Throwable::kTypeError, "Handler name must be a string");
        return quit();
      }
      auto it = x->functions->find(*function);
      if (it != x->functions->end()) return RunCallback(parser, x, it->second, std::move(args));
      if (!x->all_functions) {
        if (x->functions->empty()) {
          ThrowError("No callbacks were registered");
        } else {
          ThrowError("No callback handler \"%s\" registered", *function);
        }
        return quit();
      }
      Value callable(NewString(*function));
      Callable resolved;
      std::string error;
      if (ResolveCallable(callable, &resolved, &error)) {
        ReleaseCallable(&resolved);
        RunCallback(parser, x, callable, std::move(args));
      } else {
        ThrowError("Unable to call handler %s()", *function);
        quit();
      }
      return Release(callable);
    }
    Xml().xmlXPathFreeObject(v);
  }
  if (!HasException()) ThrowError("Function name must be passed as the first argument");
  for (const Value& a : args) Release(a);
  Xml().valuePush(parser, Xml().xmlXPathNewString(ToXml("")));
}
// Functions of registerPhpFunctionNS().
void CallNamed(xmlXPathParserContext* parser, int count) {
  auto* x = static_cast<DomXPath*>(parser->context->userData);
  std::vector<Value> args;
  for (int i = 0; i < count; ++i) {
    xmlXPathObject* v = Xml().valuePop(parser);
    args.insert(args.begin(), ToPhp(v, false));
    Xml().xmlXPathFreeObject(v);
  }
  auto it =
      x->functions->find(Joined(View(parser->context->functionURI), "|", View(parser->context->function)));
  if (it != x->functions->end()) return RunCallback(parser, x, it->second, std::move(args));
  for (const Value& a : args) Release(a);
  Xml().valuePush(parser, Xml().xmlXPathNewString(ToXml("")));
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
  x->functions = new absl::flat_hash_map<std::string, Value>;
  x->all_functions = false;
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
  std::vector<Value> held;
  if (x->held) held = std::move(*x->held);
  if (x->held) x->held->clear();
  struct Drop {
    std::vector<Value>* values;
    ~Drop() {
      for (const Value& v : *values) Release(v);
    }
  } drop{&held};
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
// "function "f" not found or invalid function name", or nothing.
bool IsGoodCallable(const Value& v, std::string* error) {
  Callable resolved;
  if (!ResolveCallable(v, &resolved, error)) return false;
  ReleaseCallable(&resolved);
  return true;
}
void Register(DomXPath* x, std::string name, const Value& callable) {
  Value& slot = (*x->functions)[std::move(name)];
  Value old = slot;
  slot = Copy(callable);
  Release(old);
}
void XPathFunctions(Args args, Value*) {
  auto* x = Self(args)->native<DomXPath>();
  if (!x->context) return ThrowError("Invalid XPath Context");
  std::string error;
  if (args.IsNull(0)) {
    x->all_functions = true;
  } else if (args[0].IsString()) {
    if (!IsGoodCallable(args[0], &error))
      return ArgumentTypeError(1, absl::StrFormat("must be a callable, %s", error));
    Register(x, std::string(args.View(0)), args[0]);
  } else {
    Array* a = args.Arr(0);
    for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
      Value v = Deref(ValueAt(a, p));
      ArrayKey key = KeyAt(a, p);
      if (!IsGoodCallable(v, &error)) {
        return ArgumentTypeError(
            1, absl::StrFormat("must be an array with valid callbacks as values, %s", error));
      }
      if (key.IsInt() && !v.IsString()) {
        Register(x, std::to_string(key.num), v);
      } else {
        Register(x, std::string(key.IsInt() ? v.str->view() : key.name->view()), v);
      }
    }
  }
}
void XPathFunctionNs(Args args, Value*) {
  auto* x = Self(args)->native<DomXPath>();
  if (!x->context) return ThrowError("Invalid XPath Context");
  if (args.View(0).find('\0') != std::string_view::npos)
    return ArgumentValueError(1, "must not contain any null bytes");
  if (args.View(1).find('\0') != std::string_view::npos)
    return ArgumentValueError(2, "must not contain any null bytes");
  if (args.View(0) == kPhpSpace) {
    return ArgumentValueError(1,
                              absl::StrFormat("must not be \"%s\" because it is reserved by PHP", kPhpSpace));
  }
  if (!IsXmlName(args.View(1)) || args.View(1).find(':') != std::string_view::npos)
    return ArgumentValueError(2, "must be a valid callback name");
  Register(x, Joined(args.View(0), "|", args.View(1)), args[2]);
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
     XPathFunctionNs},
    {"registerPhpFunctions", "(array|string|null $restrict = null): void", kDomWrites, XPathFunctions},
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
