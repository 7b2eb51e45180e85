// SimpleXMLElement: methods, iteration, and the functions that make its objects.
#include "interp/ext/class_tables.h"
#include "interp/ext/simplexml/simplexml.h"
#include "interp/ext/tables.h"

namespace tusk {

using namespace simplexml;

namespace {

void ReturnNull(Value* result) { *result = Value::Null(); }

void Construct(Args args, Value*) {
  std::string source(args.View(0));
  std::string file;
  if (args.Bool(2)) {
    file = source;
    if (!ReadXmlFile(file, &source)) return ThrowOf("exception", "String could not be parsed as XML", 0);
  }
  xmlDoc* doc = ParseXml(source, file.empty() ? nullptr : file.c_str(), static_cast<int>(args.Int(1, 0)));
  if (HasException()) {
    if (doc) Xml().xmlFreeDoc(doc);
    return;
  }
  if (!doc) return ThrowOf("exception", "String could not be parsed as XML", 0);
  kHandlers.destroy_native(Self(args));
  XmlDocument* d = AdoptDocument(doc);
  RetainDocument(d);
  String* space = args.Has(3) && !args.View(3).empty() ? args.Str(3) : nullptr;
  if (space) Retain(space);
  *Of(Self(args)) = {.node = Xml().xmlDocGetRootElement(doc),
                     .document = d,
                     .view = Seen::kNode,
                     .is_prefix = args.Bool(4),
                     .space = space};
}
Class* ClassArgument(Args args, uint32_t i) {
  Class* base = FindClass(std::string_view("simplexmlelement"), false);
  if (args.IsNull(i)) return base;
  Class* c = FindClass(args.View(i), true);
  if (c && InstanceOf(c, base)) return c;
  if (!HasException())
    ArgumentTypeError(i + 1,
                      absl::StrFormat("must be a class name derived from SimpleXMLElement or null, %s given",
                                      args.View(i)));
  return nullptr;
}
void LoadSource(Args args, Value* result, std::string_view source, const char* file) {
  Class* c = ClassArgument(args, 1);
  if (!c) return;
  xmlDoc* doc = ParseXml(source, file, static_cast<int>(args.Int(2, 0)));
  if (HasException()) {
    if (doc) Xml().xmlFreeDoc(doc);
    return;
  }
  if (!doc) return Return(result, false);
  String* space = args.Has(3) && !args.View(3).empty() ? args.Str(3) : nullptr;
  *result = Value(Make(c, AdoptDocument(doc), Xml().xmlDocGetRootElement(doc), Seen::kNode, nullptr, space,
                       args.Bool(4)));
}
void LoadString(Args args, Value* result) { LoadSource(args, result, args.View(0), nullptr); }
void LoadFile(Args args, Value* result) {
  std::string source;
  if (!ReadXmlFile(args.View(0), &source)) return Return(result, false);
  LoadSource(args, result, source, args.Str(0)->data);
}
void ImportDom(Args args, Value* result) {
  Class* c = ClassArgument(args, 1);
  xmlNode* n = c ? NodeOfObject(args[0].obj) : nullptr;
  if (!c) return;
  if (n && (n->type == XML_DOCUMENT_NODE || n->type == XML_HTML_DOCUMENT_NODE))
    n = Xml().xmlDocGetRootElement(reinterpret_cast<xmlDoc*>(n));
  if (!n || n->type != XML_ELEMENT_NODE)
    return ArgumentTypeError(1, "must be of type SimpleXMLElement|DOMNode");
  *result = Value(Make(c, DocumentOf(n), n, Seen::kNode, nullptr, nullptr, false));
}

bool Alive(Args args) {
  if (Of(Self(args))->node) return true;
  ThrowError("SimpleXMLElement is not properly initialized");
  return false;
}
void AsXml(Args args, Value* result) {
  if (!Alive(args)) return;
  Sx* s = Of(Self(args));
  xmlNode* n = Actual(s);
  if (!n) return Return(result, false);
  bool whole = n->parent && n->parent->type == XML_DOCUMENT_NODE;
  xmlBuffer* buffer = Xml().xmlBufferCreate();
  const char* encoding = reinterpret_cast<const char*>(n->doc->encoding);
  xmlSaveCtxt* save = Xml().xmlSaveToBuffer(buffer, whole ? encoding : nullptr, XML_SAVE_AS_XML);
  if (whole) {
    Xml().xmlSaveDoc(save, n->doc);
  } else {
    Xml().xmlSaveTree(save, n);
  }
  Xml().xmlSaveClose(save);
  std::string text(reinterpret_cast<const char*>(Xml().xmlBufferContent(buffer)),
                   static_cast<size_t>(Xml().xmlBufferLength(buffer)));
  Xml().xmlBufferFree(buffer);
  if (args.IsNull(0)) return Return(result, std::string_view(text));
  Function* put = FindBuiltin("file_put_contents");
  Value argv[] = {args[0], Value(NewString(text))}, written;
  CallFunction(put, nullptr, nullptr, 2, argv, &written);
  Release(argv[1]);
  Return(result, written.IsInt());
}
void Children(Args args, Value* result) {
  if (!Alive(args)) return;
  Sx* s = Of(Self(args));
  xmlNode* n = s->view == Seen::kAttributes ? nullptr : Container(s);
  if (!n || n->type == XML_ATTRIBUTE_NODE) return ReturnNull(result);
  *result = Value(Make(Self(args)->cls, s->document, n, Seen::kChildren, nullptr,
                       args.IsNull(0) ? nullptr : args.Str(0), args.Bool(1)));
}
void Attributes(Args args, Value* result) {
  if (!Alive(args)) return;
  Sx* s = Of(Self(args));
  xmlNode* n = s->view == Seen::kAttributes ? nullptr : Actual(s);
  if (!n || n->type == XML_ATTRIBUTE_NODE) return ReturnNull(result);
  *result = Value(Make(Self(args)->cls, s->document, n, Seen::kAttributes, nullptr,
                       args.IsNull(0) ? nullptr : args.Str(0), args.Bool(1)));
}
void GetName(Args args, Value* result) {
  xmlNode* n = Actual(Of(Self(args)));
  Return(result, n ? View(n->name) : std::string_view());
}
void CountMethod(Args args, Value* result) { Return(result, Count(Self(args))); }
void ToStringMethod(Args args, Value* result) {
  Return(result, std::string_view(TextIn(Actual(Of(Self(args))))));
}

void AddSpaces(xmlNode* n, bool recursive, bool declared, Array* out) {
  auto add = [&](xmlNs* ns) {
    if (!ns) return;
    String* key = NewString(View(ns->prefix));
    if (!Has(out, KeyFromString(key))) Set(out, KeyFromString(key), Value(NewString(View(ns->href))));
    Release(key);
  };
  if (declared) {
    for (xmlNs* ns = n->nsDef; ns; ns = ns->next) add(ns);
  } else {
    add(n->ns);
    for (xmlAttr* a = n->properties; a; a = a->next) add(a->ns);
  }
  if (!recursive) return;
  for (xmlNode* c = n->children; c; c = c->next) {
    if (c->type == XML_ELEMENT_NODE) AddSpaces(c, true, declared, out);
  }
}
void GetNamespaces(Args args, Value* result) {
  Array* out = NewHash(2);
  xmlNode* n = Actual(Of(Self(args)));
  if (n && n->type == XML_ELEMENT_NODE) AddSpaces(n, args.Bool(0), false, out);
  Return(result, out);
}
void GetDocNamespaces(Args args, Value* result) {
  if (!Alive(args)) return;
  Sx* s = Of(Self(args));
  xmlNode* n = args.Bool(1, true) ? Xml().xmlDocGetRootElement(s->document->doc) : Actual(s);
  if (!n) return Return(result, false);
  Array* out = NewHash(2);
  AddSpaces(n, args.Bool(0), true, out);
  Return(result, out);
}
// "p:name" split; the namespace that goes with it.
xmlNs* SpaceFor(Args args, xmlNode* n, std::string* local, uint32_t space_argument, bool attribute) {
  std::string_view name = args.View(0);
  size_t colon = name.find(':');
  std::string prefix(colon == name.npos ? "" : name.substr(0, colon));
  *local = std::string(colon == name.npos ? name : name.substr(colon + 1));
  if (args.IsNull(space_argument)) {
    if (colon == name.npos) return attribute ? nullptr : SpaceOf(n);
    xmlNs* ns = Xml().xmlSearchNs(n->doc, n, ToXml(prefix.c_str()));
    if (!ns) *local = std::string(attribute ? name.substr(colon + 1) : name.substr(colon + 1));
    return ns;
  }
  if (args.View(space_argument).empty()) return nullptr;
  xmlNs* ns = Xml().xmlSearchNsByHref(n->doc, n, ToXml(args.Str(space_argument)));
  return ns;
}
void AddChild(Args args, Value* result) {
  if (!Alive(args)) return;
  Sx* s = Of(Self(args));
  if (args.View(0).empty()) return ArgumentValueError(1, "must not be empty");
  if (s->view == Seen::kAttributes) {
    FunctionWarning("Cannot add element to attributes");
    return ReturnNull(result);
  }
  xmlNode* n = Container(s);
  if (!n) {
    FunctionWarning("Cannot add child. Parent is not a permanent member of the XML tree");
    return ReturnNull(result);
  }
  std::string local;
  xmlNs* ns = SpaceFor(args, n, &local, 2, false);
  // Entities in the text are kept as they are, as libxml2 does.
  xmlNode* child = Xml().xmlNewDocNode(n->doc, nullptr, ToXml(local.c_str()),
                                       args.IsNull(1) ? nullptr : ToXml(args.Str(1)));
  Link(n, child);
  if (!args.IsNull(2)) {
    if (args.View(2).empty()) {
      child->ns = nullptr;
      Xml().xmlNewNs(child, ToXml(""), nullptr);
    } else {
      size_t colon = args.View(0).find(':');
      std::string prefix(colon == std::string_view::npos ? "" : args.View(0).substr(0, colon));
      if (!ns || (!prefix.empty() && View(ns->prefix) != prefix))
        ns = Xml().xmlNewNs(child, ToXml(args.Str(2)), prefix.empty() ? nullptr : ToXml(prefix.c_str()));
      child->ns = ns;
    }
  } else {
    child->ns = ns ? ns : SpaceOf(n);
  }
  *result = Value(Make(Self(args)->cls, s->document, child, Seen::kNode, nullptr,
                       args.IsNull(2) || args.View(2).empty() ? nullptr : args.Str(2), false));
}
void AddAttribute(Args args, Value*) {
  if (!Alive(args)) return;
  Sx* s = Of(Self(args));
  if (args.View(0).empty()) return ArgumentValueError(1, "must not be empty");
  xmlNode* n = s->view == Seen::kAttributes ? s->node : Actual(s);
  if (n && n->type != XML_ELEMENT_NODE) n = n->parent;
  if (!n) {
    FunctionWarning("Unable to locate parent Element");
    return;
  }
  std::string local;
  xmlNs* ns = SpaceFor(args, n, &local, 2, true);
  if (!args.IsNull(2) && !args.View(2).empty()) {
    size_t colon = args.View(0).find(':');
    if (colon == std::string_view::npos) {
      FunctionWarning("Attribute requires prefix for namespace");
      return;
    }
    if (!ns || !ns->prefix)
      ns = Xml().xmlNewNs(n, ToXml(args.Str(2)), ToXml(std::string(args.View(0).substr(0, colon)).c_str()));
  }
  for (xmlAttr* a = n->properties; a; a = a->next) {
    if (View(a->name) == local && a->ns == ns) {
      FunctionWarning("Attribute already exists");
      return;
    }
  }
  Xml().xmlNewNsProp(n, ns, ToXml(local.c_str()), ToXml(args.Str(1)));
}
void RegisterXPath(Args args, Value* result) {
  Sx* s = Of(Self(args));
  if (!s->xpath_spaces) s->xpath_spaces = new std::vector<std::pair<std::string, std::string>>;
  s->xpath_spaces->emplace_back(args.View(0), args.View(1));
  Return(result, true);
}
void XPath(Args args, Value* result) {
  if (!Alive(args)) return;
  Sx* s = Of(Self(args));
  if (s->view == Seen::kAttributes) return ReturnNull(result);
  xmlNode* n = Container(s);
  if (!n) return Return(result, false);
  xmlXPathContext* c = Xml().xmlXPathNewContext(s->document->doc);
  c->node = n;
  xmlNs** in_scope = Xml().xmlGetNsList(n->doc, n);
  c->namespaces = in_scope;
  c->nsNr = 0;
  for (xmlNs** ns = in_scope; ns && *ns; ++ns) ++c->nsNr;
  if (s->xpath_spaces) {
    for (const auto& [prefix, uri] : *s->xpath_spaces)
      Xml().xmlXPathRegisterNs(c, ToXml(prefix.c_str()), ToXml(uri.c_str()));
  }
  XmlErrors errors;
  xmlXPathObject* found = Xml().xmlXPathEvalExpression(ToXml(args.Str(0)), c);
  c->namespaces = nullptr;
  c->nsNr = 0;
  if (in_scope) Xml().free(in_scope);
  errors.Report();
  if (!found) {
    Xml().xmlXPathFreeContext(c);
    return Return(result, false);
  }
  Array* out = NewArray();
  if (found->type == XPATH_NODESET && found->nodesetval) {
    for (int i = 0; i < found->nodesetval->nodeNr; ++i) {
      xmlNode* m = found->nodesetval->nodeTab[i];
      if (m->type == XML_TEXT_NODE) m = m->parent;
      if (m && (m->type == XML_ELEMENT_NODE || m->type == XML_ATTRIBUTE_NODE))
        Append(out, MakeLike(Self(args), m));
    }
  }
  Xml().xmlXPathFreeObject(found);
  Xml().xmlXPathFreeContext(c);
  Return(result, out);
}

// --- iteration

// A node iterates over all its children.
Sx Members(const Sx* s) {
  Sx all = *s;
  if (all.view == Seen::kNode) all.view = Seen::kChildren;
  return all;
}
void Rewind(Args args, Value*) {
  Sx* s = Of(Self(args));
  Sx all = Members(s);
  s->current = FirstMember(&all);
}
void Valid(Args args, Value* result) { Return(result, Of(Self(args))->current != nullptr); }
void Current(Args args, Value* result) {
  xmlNode* n = Of(Self(args))->current;
  *result = n ? MakeLike(Self(args), n) : Value::Null();
}
void Key(Args args, Value* result) {
  xmlNode* n = Of(Self(args))->current;
  if (n) return Return(result, View(n->name));
  Return(result, false);
}
void Next(Args args, Value*) {
  Sx* s = Of(Self(args));
  Sx all = Members(s);
  if (s->current) s->current = FirstOf(&all, s->current->next);
}
void HasChildren(Args args, Value* result) {
  Sx* s = Of(Self(args));
  bool any = false;
  if (s->current && s->current->type == XML_ELEMENT_NODE && s->view != Seen::kAttributes) {
    for (xmlNode* c = s->current->children; c; c = c->next) any = any || c->type == XML_ELEMENT_NODE;
  }
  Return(result, any);
}

constexpr uint16_t kReads = Effects::kReadsState | Effects::kThrows | Effects::kWarns;
constexpr uint16_t kWrites = kReads | Effects::kWritesState | Effects::kCallsBack;
constexpr BuiltinMethodRow kMethods[] = {
    {"__construct",
     "(string $data, int $options = 0, bool $dataIsURL = false, string $namespaceOrPrefix = \"\", bool "
     "$isPrefix = false)",
     kWrites, Construct},
    {"__get", "(string $name): mixed", kReads, Get},
    {"__isset", "(string $name): bool", kReads, Isset},
    {"__set", "(string $name, mixed $value): void", kWrites, Set},
    {"__toString", "(): string", kReads, ToStringMethod},
    {"__unset", "(string $name): void", kWrites, Unset},
    {"addAttribute", "(string $qualifiedName, string $value, ?string $namespace = null): void", kWrites,
     AddAttribute},
    {"addChild",
     "(string $qualifiedName, ?string $value = null, ?string $namespace = null): ?SimpleXMLElement", kWrites,
     AddChild},
    {"asXML", "(?string $filename = null): string|bool", kWrites, AsXml},
    {"attributes", "(?string $namespaceOrPrefix = null, bool $isPrefix = false): ?SimpleXMLElement", kReads,
     Attributes},
    {"children", "(?string $namespaceOrPrefix = null, bool $isPrefix = false): ?SimpleXMLElement", kReads,
     Children},
    {"count", "(): int", kReads, CountMethod},
    {"current", "(): SimpleXMLElement", kReads, Current},
    {"getChildren", "(): ?SimpleXMLElement", kReads, Current},
    {"getDocNamespaces", "(bool $recursive = false, bool $fromRoot = true): array|false", kReads,
     GetDocNamespaces},
    {"getName", "(): string", kReads, GetName},
    {"getNamespaces", "(bool $recursive = false): array", kReads, GetNamespaces},
    {"hasChildren", "(): bool", kReads, HasChildren},
    {"key", "(): string", kReads, Key},
    {"next", "(): void", kWrites, Next},
    {"offsetExists", "($offset): bool", kReads, OffsetExists},
    {"offsetGet", "($offset): mixed", kReads, OffsetGet},
    {"offsetSet", "($offset, mixed $value): void", kWrites, OffsetSet},
    {"offsetUnset", "($offset): void", kWrites, OffsetUnset},
    {"registerXPathNamespace", "(string $prefix, string $namespace): bool", kWrites, RegisterXPath},
    {"rewind", "(): void", kWrites, Rewind},
    {"saveXML", "(?string $filename = null): string|bool", kWrites, AsXml},
    {"valid", "(): bool", kReads, Valid},
    {"xpath", "(string $expression): array|false|null", kReads, XPath},
};
const BuiltinClassRow kClassRows[] = {
    {.name = "SimpleXMLElement",
     .interfaces = "Stringable Countable RecursiveIterator ArrayAccess",
     .methods = kMethods,
     .handlers = &kHandlers,
     .native_size = sizeof(Sx),
     .extension = "SimpleXML"},
    {.name = "SimpleXMLIterator", .parent = "SimpleXMLElement", .extension = "SimpleXML"},
};
constexpr BuiltinRow kRows[] = {
    {"simplexml_import_dom",
     "(object $node, ?string $class_name = SimpleXMLElement::class): ?SimpleXMLElement", kWrites, ImportDom},
    {"simplexml_load_file",
     "(string $filename, ?string $class_name = SimpleXMLElement::class, int $options = 0, string "
     "$namespace_or_prefix = \"\", bool $is_prefix = false): SimpleXMLElement|false",
     kWrites, LoadFile},
    {"simplexml_load_string",
     "(string $data, ?string $class_name = SimpleXMLElement::class, int $options = 0, string "
     "$namespace_or_prefix = \"\", bool $is_prefix = false): SimpleXMLElement|false",
     kWrites, LoadString},
};
static_assert(SortedByName(kRows));

}  // namespace

Value NewSimpleXml(Class* c, XmlDocument* d) {
  return Value(Make(c, d, reinterpret_cast<xmlNode*>(d->doc), Seen::kNode, nullptr, nullptr, false));
}
xmlNode* SimpleXmlNode(Object* o) {
  if (!InstanceOf(o->cls, FindClass(std::string_view("simplexmlelement"), false))) return nullptr;
  return Actual(Of(o));
}

constinit const BuiltinTable kSimpleXmlFunctions(kRows);
const std::span<const BuiltinClassRow> kSimpleXmlClasses = kClassRows;

}  // namespace tusk
