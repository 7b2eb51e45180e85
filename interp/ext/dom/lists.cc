// DOMNodeList and DOMNamedNodeMap.
#include "interp/ext/class_tables.h"
#include "interp/ext/dom/dom.h"

namespace tusk {
namespace {

void DestroyList(Object* o) {
  auto* list = o->native<DomList>();
  if (list->name) Release(list->name);
  if (list->space) Release(list->space);
  delete list->nodes;
  if (list->objects) {
    for (const Value& v : *list->objects) Release(v);
    delete list->objects;
  }
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
  if (list->objects) return static_cast<int64_t>(list->objects->size());
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
Value NewObjectsList(XmlDocument* d, std::vector<Value> objects) {
  Value v = NewNodesList(d, {});
  v.obj->native<DomList>()->objects = new std::vector<Value>(std::move(objects));
  return v;
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
// The object at an index, owned.
Value ObjectAt(DomList* list, int64_t index) {
  if (!list->objects) return WrapDomNode(ListItem(list, index));
  bool there = index >= 0 && index < static_cast<int64_t>(list->objects->size());
  return there ? Copy((*list->objects)[static_cast<size_t>(index)]) : Value::Null();
}
void Item(Args args, Value* result) { *result = ObjectAt(List(args), args[0].i); }
Array* DumpList(Object* o) {
  Array* a = NewArray();
  Set(a, ArrayKey::Str(Intern("length")), Value(ListLength(o->native<DomList>())));
  return a;
}
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
  if (list->objects) {
    *result = ObjectAt(list, ToInt(k));
    if (result->IsNull()) return !isset;
    if (isset) {
      Release(*result);
      *result = Value(true);
    }
    return true;
  }
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
                                               .count = CountList,
                                               .properties_for_dump = DumpList};

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
    private \DOMNode|\DOMNameSpaceNode|null $node = null;
    public function __construct(private \DOMNodeList|\DOMNamedNodeMap $list) { $this->node = $list->item(0); }
    public function current(): mixed { return $this->node; }
    public function key(): mixed { return $this->list instanceof \DOMNamedNodeMap ? ($this->node->localName ?? $this->node->nodeName) : $this->at; }
    public function next(): void { $this->node = $this->list->item(++$this->at); }
    public function rewind(): void { $this->at = 0; $this->node = $this->list->item(0); }
    public function valid(): bool { return $this->node !== null; }
}
)php";

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
};

}  // namespace

const std::span<const BuiltinClassRow> kDomListClasses = kRows;

}  // namespace tusk
