// DOMNodeList, DOMNamedNodeMap and DOMXPath.
#include "interp/ext/class_tables.h"
#include "interp/ext/dom/dom.h"

namespace tusk {
namespace {

void DestroyList(Object* o) {
  auto* list = o->native<DomList>();
  if (list->name) Release(list->name);
  if (list->space) Release(list->space);
  delete list->nodes;
  XmlDocument* d = list->document;
  Object* base = list->base_object;
  *list = {};
  if (base) Release(Value(base));
  if (d) ReleaseDocument(d);
}
int64_t CountList(Object* o) { return ListLength(o->native<DomList>()); }

xmlNode* FirstIn(xmlNode* base) {
  return base->type == XML_DOCUMENT_NODE || base->type == XML_HTML_DOCUMENT_NODE
             ? Xml().xmlDocGetRootElement(reinterpret_cast<xmlDoc*>(base))
             : base->children;
}
// The next node of the subtree in document order.
xmlNode* Following(xmlNode* n, xmlNode* base) {
  if (n->children && n->type == XML_ELEMENT_NODE) return n->children;
  while (n && n != base && !n->next) {
    n = n->parent;
    if (n && (n->type == XML_DOCUMENT_NODE || n->type == XML_HTML_DOCUMENT_NODE)) return nullptr;
  }
  return n && n != base ? n->next : nullptr;
}
bool Matches(const DomList* list, xmlNode* n) {
  if (n->type != XML_ELEMENT_NODE) return false;
  std::string_view wanted = list->name->view();
  if (list->space) {
    std::string_view space = list->space->view();
    if (space != "*" && View(n->ns ? n->ns->href : nullptr) != space) return false;
    return wanted == "*" || View(n->name) == wanted;
  }
  if (wanted == "*") return true;
  if (n->ns && n->ns->prefix) return NodeName(n) == wanted;
  return View(n->name) == wanted;
}

}  // namespace

xmlNode* ListItem(DomList* list, int64_t index) {
  if (index < 0) return nullptr;
  switch (list->kind) {
    case DomList::Kind::kNodes:
      return static_cast<size_t>(index) < list->nodes->size() ? (*list->nodes)[static_cast<size_t>(index)]
                                                              : nullptr;
    case DomList::Kind::kAttributes: {
      xmlAttr* a = list->base->properties;
      while (a && index-- > 0) a = a->next;
      return reinterpret_cast<xmlNode*>(a);
    }
    case DomList::Kind::kChildren:
    case DomList::Kind::kByName: {
      bool by_name = list->kind == DomList::Kind::kByName;
      bool usable = list->found && list->changes == list->document->changes && list->at <= index;
      xmlNode* n = usable ? list->found : by_name ? FirstIn(list->base) : list->base->children;
      int64_t at = usable ? list->at : 0;
      if (by_name) {
        while (n && !Matches(list, n)) n = Following(n, list->base);
      }
      while (n && at < index) {
        if (by_name) {
          do n = Following(n, list->base);
          while (n && !Matches(list, n));
        } else {
          n = n->next;
        }
        ++at;
      }
      if (n) {
        list->found = n;
        list->at = at;
        list->changes = list->document->changes;
      }
      return n;
    }
    default: return nullptr;
  }
}
int64_t ListLength(DomList* list) {
  if (list->kind == DomList::Kind::kNodes) return static_cast<int64_t>(list->nodes->size());
  int64_t n = 0;
  if (list->kind == DomList::Kind::kAttributes) {
    for (xmlAttr* a = list->base->properties; a; a = a->next) ++n;
    return n;
  }
  if (list->kind == DomList::Kind::kChildren) {
    for (xmlNode* c = list->base->children; c; c = c->next) ++n;
    return n;
  }
  if (list->kind == DomList::Kind::kByName) {
    for (xmlNode* c = FirstIn(list->base); c; c = Following(c, list->base)) n += Matches(list, c);
  }
  return n;
}

Value NewDomList(DomList::Kind kind, xmlNode* base, Object* base_object, const char* lower_class,
                 String* name, String* space) {
  Object* o = NewObjectUnchecked(FindClass(std::string_view(lower_class), false));
  auto* list = o->native<DomList>();
  bool document = base->type == XML_DOCUMENT_NODE || base->type == XML_HTML_DOCUMENT_NODE;
  *list = {.document = document ? static_cast<XmlDocument*>(base->_private) : DocumentOf(base),
           .kind = kind,
           .base = base,
           .base_object = base_object,
           .name = name,
           .space = space};
  RetainDocument(list->document);
  Retain(base_object);
  if (name) Retain(name);
  if (space) Retain(space);
  return Value(o);
}
Value NewNodesList(XmlDocument* d, std::vector<xmlNode*> nodes) {
  Object* o = NewObjectUnchecked(FindClass(std::string_view("domnodelist"), false));
  auto* list = o->native<DomList>();
  *list = {
      .document = d, .kind = DomList::Kind::kNodes, .nodes = new std::vector<xmlNode*>(std::move(nodes))};
  RetainDocument(d);
  return Value(o);
}
void ElementsByTagName(Args args, Value* result) {
  if (xmlNode* node = SelfNode(args))
    *result = NewDomList(DomList::Kind::kByName, node, Self(args), "domnodelist", args.Str(0));
}
void ElementsByTagNameNs(Args args, Value* result) {
  xmlNode* node = SelfNode(args);
  if (node)
    *result = NewDomList(DomList::Kind::kByName, node, Self(args), "domnodelist", args.Str(1),
                         args.IsNull(0) ? EmptyString() : args.Str(0));
}

namespace {

DomList* List(Args args) { return Self(args)->native<DomList>(); }
void Item(Args args, Value* result) { *result = WrapDomNode(ListItem(List(args), args[0].i)); }
void Count(Args args, Value* result) { Return(result, ListLength(List(args))); }
void ListGet(Args args, Value* result) {
  if (args.View(0) == "length") return Return(result, ListLength(List(args)));
  Warning("Undefined property: %s::$%s", Self(args)->cls->name->view(), args.View(0));
  *result = Value::Null();
}
void ListSet(Args args, Value*) {
  ThrowError("Cannot modify readonly property %s::$%s", Self(args)->cls->name->view(), args.View(0));
}
void ListIsset(Args args, Value* result) { Return(result, args.View(0) == "length"); }
void GetIterator(Args args, Value* result) {
  Class* c = FindClass(std::string_view("tusk\\dom\\listiterator"), false);
  Object* it = NewObject(c);
  Value argv[] = {Value(Self(args))}, none;
  CallFunction(c->constructor, it, c, 1, argv, &none);
  *result = Value(it);
}
bool ReadItem(Object* o, const Value* key, bool isset, Value* result) {
  if (!key) {
    ThrowError("Cannot append to %s", o->cls->name->view());
    return false;
  }
  DomList* list = o->native<DomList>();
  Value k = Deref(*key);
  xmlNode* n = nullptr;
  if (k.IsString() && list->kind == DomList::Kind::kAttributes) {
    n = reinterpret_cast<xmlNode*>(Xml().xmlHasProp(list->base, ToXml(k.str)));
  } else {
    n = ListItem(list, ToInt(k));
  }
  if (isset) {
    if (!n) return false;
    *result = Value(true);
    return true;
  }
  *result = WrapDomNode(n);
  return true;
}
bool WriteItem(Object* o, const Value*, Value v) {
  Release(v);
  ThrowError("Cannot use object of type %s as array", o->cls->name->view());
  return false;
}
constexpr ObjectHandlers kArrayListHandlers = {.destroy_native = DestroyList,
                                               .read_dimension = ReadItem,
                                               .write_dimension = WriteItem,
                                               .cloneable = false,
                                               .count = CountList};

void NamedItem(Args args, Value* result) {
  DomList* list = List(args);
  *result = Value::Null();
  if (list->kind != DomList::Kind::kAttributes) return;
  for (xmlAttr* a = list->base->properties; a; a = a->next) {
    if (NodeName(reinterpret_cast<xmlNode*>(a)) == args.View(0))
      return ReturnNode(reinterpret_cast<xmlNode*>(a), result);
  }
}
void NamedItemNs(Args args, Value* result) {
  DomList* list = List(args);
  *result = Value::Null();
  if (list->kind != DomList::Kind::kAttributes) return;
  for (xmlAttr* a = list->base->properties; a; a = a->next) {
    if (View(a->name) == args.View(1) &&
        View(a->ns ? a->ns->href : nullptr) == (args.IsNull(0) ? "" : args.View(0)))
      return ReturnNode(reinterpret_cast<xmlNode*>(a), result);
  }
}

// Keys: numbers in lists, names in maps.
constexpr char kIterator[] = R"php(
namespace tusk\dom;
final class ListIterator implements \Iterator {
    private int $at = 0;
    private ?\DOMNode $node = null;
    public function __construct(private \DOMNodeList|\DOMNamedNodeMap $list) { $this->node = $list->item(0); }
    public function current(): mixed { return $this->node; }
    public function key(): mixed { return $this->list instanceof \DOMNamedNodeMap ? ($this->node->localName ?? $this->node->nodeName) : $this->at; }
    public function next(): void { $this->node = $this->list->item(++$this->at); }
    public function rewind(): void { $this->at = 0; $this->node = $this->list->item(0); }
    public function valid(): bool { return $this->node !== null; }
}
)php";

// --- XPath

struct DomXPath {
  xmlXPathContext* context;
  XmlDocument* document;  // counted
  bool register_namespaces;
  std::vector<std::pair<std::string, std::string>>* namespaces;
};
void DestroyXPath(Object* o) {
  auto* x = o->native<DomXPath>();
  if (!x->context) return;
  Xml().xmlXPathFreeContext(x->context);
  x->context = nullptr;
  delete x->namespaces;
  ReleaseDocument(x->document);
}
constexpr ObjectHandlers kXPathHandlers = {.destroy_native = DestroyXPath, .cloneable = false};

void XPathConstruct(Args args, Value*) {
  xmlNode* doc = NodeArgument(args, 0);
  if (!doc) return;
  DestroyXPath(Self(args));
  auto* x = Self(args)->native<DomXPath>();
  x->document = static_cast<XmlDocument*>(doc->_private);
  RetainDocument(x->document);
  x->context = Xml().xmlXPathNewContext(x->document->doc);
  x->register_namespaces = args.Bool(1, true);
  x->namespaces = new std::vector<std::pair<std::string, std::string>>;
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
  errors.Report();
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
    if (found->type == XPATH_NODESET && found->nodesetval) {
      for (int i = 0; i < found->nodesetval->nodeNr; ++i) {
        xmlNode* n = found->nodesetval->nodeTab[i];
        if (n->type != XML_NAMESPACE_DECL) nodes.push_back(n);
      }
    }
    *result = NewNodesList(x->document, std::move(nodes));
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
void XPathFunctions(Args, Value*) { ThrowError("not supported yet: DOMXPath::registerPhpFunctions()"); }
void XPathGet(Args args, Value* result) {
  auto* x = Self(args)->native<DomXPath>();
  if (args.View(0) == "document" && x->context)
    return ReturnNode(reinterpret_cast<xmlNode*>(x->document->doc), result);
  if (args.View(0) == "registerNodeNamespaces") return Return(result, x->register_namespaces);
  Warning("Undefined property: %s::$%s", Self(args)->cls->name->view(), args.View(0));
  *result = Value::Null();
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

constexpr BuiltinMethodRow kListMethods[] = {
    {"__get", "(string $name): mixed", kDomReads, ListGet},
    {"__set", "(string $name, mixed $value): void", kDomReads, ListSet},
    {"__isset", "(string $name): bool", kDomReads, ListIsset},
    {"count", "(): int", kDomReads, Count},
    {"getIterator", "(): Iterator", kDomWrites, GetIterator},
    {"item", "(int $index)", kDomReads, Item},
};
constexpr BuiltinMethodRow kMapMethods[] = {
    {"__get", "(string $name): mixed", kDomReads, ListGet},
    {"__set", "(string $name, mixed $value): void", kDomReads, ListSet},
    {"__isset", "(string $name): bool", kDomReads, ListIsset},
    {"count", "(): int", kDomReads, Count},
    {"getIterator", "(): Iterator", kDomWrites, GetIterator},
    {"getNamedItem", "(string $qualifiedName): ?DOMNode", kDomReads, NamedItem},
    {"getNamedItemNS", "(?string $namespace, string $localName): ?DOMNode", kDomReads, NamedItemNs},
    {"item", "(int $index): ?DOMNode", kDomReads, Item},
};
using F = FunctionFlags;
constexpr char kQuery[] =
    "(string $expression, ?DOMNode $contextNode = null, bool $registerNodeNS = true): mixed";
constexpr BuiltinMethodRow kXPathMethods[] = {
    {"__construct", "(DOMDocument $document, bool $registerNodeNS = true)", kDomWrites, XPathConstruct},
    {"__get", "(string $name): mixed", kDomReads, XPathGet},
    {"evaluate", kQuery, kDomWrites, XPathEvaluate},
    {"query", kQuery, kDomWrites, XPathQuery},
    {"quote", "(string $str): string", kDomReads, XPathQuote, F::kPublic | F::kStatic},
    {"registerNamespace", "(string $prefix, string $namespace): bool", kDomWrites, XPathRegister},
    {"registerPhpFunctions", "(array|string|null $restrict = null): void", kDomWrites, XPathFunctions},
};
const BuiltinClassRow kRows[] = {
    {.name = "tusk\\dom\\ListIterator", .extension = "dom", .source = kIterator},
    {.name = "DOMNodeList",
     .interfaces = "IteratorAggregate Countable",
     .methods = kListMethods,
     .handlers = &kArrayListHandlers,
     .native_size = sizeof(DomList),
     .extension = "dom"},
    {.name = "DOMNamedNodeMap",
     .interfaces = "IteratorAggregate Countable",
     .methods = kMapMethods,
     .handlers = &kArrayListHandlers,
     .native_size = sizeof(DomList),
     .extension = "dom"},
    {.name = "DOMXPath",
     .methods = kXPathMethods,
     .handlers = &kXPathHandlers,
     .native_size = sizeof(DomXPath),
     .extension = "dom"},
};

}  // namespace

const std::span<const BuiltinClassRow> kDomListClasses = kRows;

}  // namespace tusk
