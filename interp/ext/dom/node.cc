// DOMNode: objects for libxml2's nodes, the tree's changes.
#include <algorithm>

#include "interp/ext/class_tables.h"
#include "interp/ext/dom/dom.h"

namespace tusk {

void ThrowDom(DomError code) {
  static constexpr std::pair<DomError, const char*> kTexts[] = {
      {DomError::kIndexSize, "Index Size Error"},
      {DomError::kHierarchy, "Hierarchy Request Error"},
      {DomError::kWrongDocument, "Wrong Document Error"},
      {DomError::kInvalidCharacter, "Invalid Character Error"},
      {DomError::kNoModification, "No Modification Allowed Error"},
      {DomError::kNotFound, "Not Found Error"},
      {DomError::kNotSupported, "Not Supported Error"},
      {DomError::kInuseAttribute, "Inuse Attribute Error"},
      {DomError::kInvalidState, "Invalid State Error"},
      {DomError::kSyntax, "Syntax Error"},
      {DomError::kNamespace, "Namespace Error"}};
  for (const auto& [c, text] : kTexts) {
    if (c == code) return ThrowOf("domexception", text, static_cast<int64_t>(code));
  }
}

// --- objects

namespace {

const char* ClassOfNode(const xmlNode* node) {
  switch (node->type) {
    case XML_ELEMENT_NODE: return "domelement";
    case XML_ATTRIBUTE_NODE: return "domattr";
    case XML_TEXT_NODE: return "domtext";
    case XML_CDATA_SECTION_NODE: return "domcdatasection";
    case XML_ENTITY_REF_NODE: return "domentityreference";
    case XML_ENTITY_DECL:
    case XML_ENTITY_NODE: return "domentity";
    case XML_PI_NODE: return "domprocessinginstruction";
    case XML_COMMENT_NODE: return "domcomment";
    case XML_DOCUMENT_NODE:
    case XML_HTML_DOCUMENT_NODE: return "domdocument";
    case XML_DTD_NODE:
    case XML_DOCUMENT_TYPE_NODE: return "domdocumenttype";
    case XML_DOCUMENT_FRAG_NODE: return "domdocumentfragment";
    case XML_NOTATION_NODE: return "domnotation";
    default: return "domnode";
  }
}
bool IsDocument(const xmlNode* node) {
  return node->type == XML_DOCUMENT_NODE || node->type == XML_HTML_DOCUMENT_NODE;
}

void Destroy(Object* o) {
  auto* n = o->native<DomNode>();
  if (!n->node) return;
  if (IsDocument(n->node)) {
    n->document->object = nullptr;
  } else {
    n->node->_private = nullptr;
  }
  n->node = nullptr;
  ReleaseDocument(n->document);
}
}  // namespace

void ForgetNode(xmlNode* node) {
  if (IsDocument(node) || !node->_private) return;
  Destroy(static_cast<Object*>(node->_private));
}

namespace {

void Clone(Object* to, Object* from) {
  auto* n = from->native<DomNode>();
  to->native<DomNode>()->node = nullptr;
  if (!n->node) return;
  if (IsDocument(n->node)) {
    XmlDocument* d = AdoptDocument(Xml().xmlCopyDoc(n->document->doc, 1));
    d->format_output = n->document->format_output;
    d->preserve_white_space = n->document->preserve_white_space;
    d->strict_error_checking = n->document->strict_error_checking;
    d->node_classes = n->document->node_classes;
    return BindNode(to, reinterpret_cast<xmlNode*>(d->doc), d);
  }
  xmlNode* copy = CopyXmlNode(n->node, n->node->doc, 1);
  if (!copy) return;
  n->document->detached.insert(copy);
  BindNode(to, copy, n->document);
}

}  // namespace

static constexpr ObjectHandlers kNodeHandlers = {
    .destroy_native = Destroy, .clone_native = Clone, .properties_for_dump = DumpDomNode};

void BindNode(Object* o, xmlNode* node, XmlDocument* d) {
  auto* n = o->native<DomNode>();
  if (n->node) Destroy(o);
  *n = {node, d};
  RetainDocument(d);
  if (IsDocument(node)) {
    d->object = o;
  } else {
    node->_private = o;
  }
}

Value WrapDomNode(xmlNode* node) {
  if (!node) return Value::Null();
  XmlDocument* d = IsDocument(node) ? static_cast<XmlDocument*>(node->_private) : DocumentOf(node);
  Object* o = IsDocument(node) ? d->object : static_cast<Object*>(node->_private);
  if (o) return Copy(Value(o));
  std::string_view name = ClassOfNode(node);
  Class* c = FindClass(name, false);
  auto it = d->node_classes.find(c->lower_name);
  o = NewObjectUnchecked(it == d->node_classes.end() ? c : it->second);
  BindNode(o, node, d);
  return Value(o);
}

xmlNode* NodeOfObject(Object* o) {
  for (Class* c = o->cls; c; c = c->parent) {
    if (c->lower_name->view() == "domnode") return o->native<DomNode>()->node;
  }
  return nullptr;
}

xmlNode* SelfNode(Args args) {
  xmlNode* node = Self(args)->native<DomNode>()->node;
  if (!node) ThrowDom(DomError::kInvalidState);
  return node;
}
xmlNode* NodeArgument(Args args, uint32_t i) {
  xmlNode* node = args[i].obj->native<DomNode>()->node;
  if (!node) ThrowError("Couldn't fetch %s", args[i].obj->cls->name->view());
  return node;
}

XmlDocument* LooseDocument() {
  XmlDocument* d = AdoptDocument(Xml().xmlNewDoc(ToXml("1.0")));
  d->loose = true;
  return d;
}

// --- changes

bool CheckInsert(xmlNode* parent, xmlNode* child, const xmlNode* replaced) {
  bool holds = parent->type == XML_ELEMENT_NODE || parent->type == XML_DOCUMENT_FRAG_NODE ||
               parent->type == XML_ENTITY_REF_NODE || IsDocument(parent) ||
               (parent->type == XML_ATTRIBUTE_NODE && child->type == XML_TEXT_NODE);
  bool can = !IsDocument(child) && child->type != XML_DTD_NODE && child->type != XML_ENTITY_NODE;
  if (IsDocument(parent)) {
    can = (can && child->type != XML_TEXT_NODE && child->type != XML_CDATA_SECTION_NODE) ||
          child->type == XML_DTD_NODE;
    if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) can = true;  // as PHP lets it
  }
  for (xmlNode* n = parent; holds && n; n = n->parent) {
    if (n == child) holds = false;
  }
  if (!holds || !can) {
    ThrowDom(DomError::kHierarchy);
    return false;
  }
  if (child->doc != parent->doc && !DocumentOf(child)->loose) {
    ThrowDom(DomError::kWrongDocument);
    return false;
  }
  const xmlNode* doctype = IsDocument(parent) && child->type == XML_DTD_NODE
                               ? reinterpret_cast<xmlNode*>(reinterpret_cast<xmlDoc*>(parent)->intSubset)
                               : nullptr;
  if (doctype && doctype != child && doctype != replaced) {
    ThrowOf("domexception", "A document may only contain one document type",
            static_cast<int64_t>(DomError::kHierarchy));
    return false;
  }
  return true;
}

namespace {
// Objects of the subtree follow it to its new document.
void Rebind(xmlNode* node, XmlDocument* from, XmlDocument* to) {
  if (auto* o = static_cast<Object*>(node->_private)) {
    o->native<DomNode>()->document = to;
    RetainDocument(to);
    ReleaseDocument(from);
  }
  if (node->type == XML_ELEMENT_NODE) {
    for (xmlAttr* a = node->properties; a; a = a->next) Rebind(reinterpret_cast<xmlNode*>(a), from, to);
  }
  if (node->type == XML_ENTITY_REF_NODE) return;
  for (xmlNode* c = node->children; c; c = c->next) Rebind(c, from, to);
}
}  // namespace

void AdoptTree(xmlNode* child, XmlDocument* to) {
  XmlDocument* from = DocumentOf(child);
  if (child->parent || child->prev || child->next) DetachNode(child);
  RetainDocument(from);
  MoveToDocument(child, to);
  if (from != to) Rebind(child, from, to);
  ReleaseDocument(from);
}

namespace {
// Namespaces that are declared above already are not declared again; the old declarations live on with the
// document, for nodes that are not in the tree.
void Reconcile(xmlNode* child) {
  xmlDoc* doc = child->doc;
  xmlNs** link = &child->nsDef;
  while (xmlNs* ns = *link) {
    xmlNs* above = ns->href ? Xml().xmlSearchNsByHref(doc, child->parent, ns->href) : nullptr;
    if (!above || (ns->prefix && View(above->prefix) != View(ns->prefix))) {
      link = &ns->next;
      continue;
    }
    *link = ns->next;
    if (!doc->oldNs) Xml().xmlSearchNs(doc, reinterpret_cast<xmlNode*>(doc), ToXml("xml"));
    ns->next = doc->oldNs ? doc->oldNs->next : nullptr;
    (doc->oldNs ? doc->oldNs->next : doc->oldNs) = ns;
  }
  Xml().xmlReconciliateNs(doc, child);
}
}  // namespace

void InsertNode(xmlNode* parent, xmlNode* child, xmlNode* before) {
  XmlDocument* d = IsDocument(parent) ? static_cast<XmlDocument*>(parent->_private) : DocumentOf(parent);
  if (child->type == XML_DOCUMENT_FRAG_NODE) {
    while (xmlNode* first = child->children) {
      DetachNode(first);
      InsertNode(parent, first, before);
    }
    return;
  }
  AdoptTree(child, d);
  child->parent = parent;
  child->next = before;
  child->prev = before ? before->prev : parent->last;
  if (child->prev) {
    child->prev->next = child;
  } else {
    parent->children = child;
  }
  if (before) {
    before->prev = child;
  } else {
    parent->last = child;
  }
  if (child->type == XML_DTD_NODE && IsDocument(parent))
    reinterpret_cast<xmlDoc*>(parent)->intSubset = reinterpret_cast<xmlDtd*>(child);
  if (child->type == XML_ELEMENT_NODE) Reconcile(child);
}

xmlNode* NodeOrText(const Value& value, XmlDocument* d) {
  const Value v = Deref(value);
  if (v.IsObject()) {
    xmlNode* node = NodeOfObject(v.obj);
    if (node) return node;
  }
  String* s = ToString(v);
  if (!s) return nullptr;
  xmlNode* text = Xml().xmlNewDocText(d->doc, ToXml(s));
  Release(s);
  d->detached.insert(text);
  return text;
}

bool IsXmlName(std::string_view name) {
  return Xml().xmlValidateName(ToXml(std::string(name).c_str()), 0) == 0;
}
bool SplitName(std::string_view qualified, std::string* prefix, std::string* local) {
  if (Xml().xmlValidateQName(ToXml(std::string(qualified).c_str()), 0) != 0) {
    ThrowDom(IsXmlName(qualified) ? DomError::kNamespace : DomError::kInvalidCharacter);
    return false;
  }
  size_t colon = qualified.find(':');
  *prefix = colon == qualified.npos ? std::string() : std::string(qualified.substr(0, colon));
  *local = std::string(colon == qualified.npos ? qualified : qualified.substr(colon + 1));
  return true;
}
xmlNs* NamespaceFor(xmlNode* node, std::string_view uri, std::string_view prefix) {
  std::string u(uri), p(prefix);
  if (p == "xml") return Xml().xmlSearchNs(node->doc, node, ToXml("xml"));
  xmlNs* ns = Xml().xmlSearchNs(node->doc, node, p.empty() ? nullptr : ToXml(p.c_str()));
  if (ns && View(ns->href) == u) return ns;
  return Xml().xmlNewNs(node, ToXml(u.c_str()), p.empty() ? nullptr : ToXml(p.c_str()));
}

std::string NodeName(xmlNode* node) {
  switch (node->type) {
    case XML_ELEMENT_NODE:
    case XML_ATTRIBUTE_NODE:
      if (node->ns && node->ns->prefix) return Joined(View(node->ns->prefix), ":", View(node->name));
      return std::string(View(node->name));
    case XML_TEXT_NODE: return "#text";
    case XML_CDATA_SECTION_NODE: return "#cdata-section";
    case XML_COMMENT_NODE: return "#comment";
    case XML_DOCUMENT_NODE:
    case XML_HTML_DOCUMENT_NODE: return "#document";
    case XML_DOCUMENT_FRAG_NODE: return "#document-fragment";
    default: return std::string(View(node->name));
  }
}

void SetNodeText(xmlNode* node, std::string_view text) {
  while (xmlNode* c = node->children) DetachNode(c);
  ++DocumentOf(node)->changes;
  xmlNode* t = Xml().xmlNewDocText(node->doc, nullptr);
  Xml().xmlNodeSetContentLen(t, nullptr, 0);
  Xml().xmlNodeAddContentLen(t, ToXml(std::string(text).c_str()), static_cast<int>(text.size()));
  t->parent = node;
  node->children = node->last = t;
}
void SetAttributeValue(xmlAttr* attr, std::string_view value) {
  bool id = attr->atype == XML_ATTRIBUTE_ID;
  if (id) Xml().xmlRemoveID(attr->doc, attr);
  SetNodeText(reinterpret_cast<xmlNode*>(attr), value);
  if (id) {
    Xml().xmlAddID(nullptr, attr->doc, ToXml(std::string(value).c_str()), attr);
  }
}

// --- methods

namespace {

void AppendChild(Args args, Value* result) {
  xmlNode* parent = SelfNode(args);
  xmlNode* child = parent ? NodeArgument(args, 0) : nullptr;
  if (!child || !CheckInsert(parent, child)) return;
  if (child->type == XML_ATTRIBUTE_NODE) return ThrowDom(DomError::kHierarchy);
  if (child->type == XML_DOCUMENT_FRAG_NODE && !child->children) {
    FunctionWarning("Document Fragment is empty");
    return Return(result, false);
  }
  InsertNode(parent, child, nullptr);
  ReturnCopy(result, args[0]);
}
void InsertBefore(Args args, Value* result) {
  xmlNode* parent = SelfNode(args);
  xmlNode* child = parent ? NodeArgument(args, 0) : nullptr;
  if (!child || !CheckInsert(parent, child)) return;
  xmlNode* before = args.IsNull(1) ? nullptr : NodeArgument(args, 1);
  if (before && before->parent != parent) return ThrowDom(DomError::kNotFound);
  if (before == child) before = child->next;
  InsertNode(parent, child, before);
  ReturnCopy(result, args[0]);
}
void RemoveChild(Args args, Value* result) {
  xmlNode* parent = SelfNode(args);
  xmlNode* child = parent ? NodeArgument(args, 0) : nullptr;
  if (!child) return;
  if (child->parent != parent || child->type == XML_ATTRIBUTE_NODE) return ThrowDom(DomError::kNotFound);
  DetachNode(child);
  ReturnCopy(result, args[0]);
}
void ReplaceChild(Args args, Value* result) {
  xmlNode* parent = SelfNode(args);
  xmlNode* child = parent ? NodeArgument(args, 0) : nullptr;
  xmlNode* old = child ? NodeArgument(args, 1) : nullptr;
  if (!old || !CheckInsert(parent, child, old)) return;
  if (old->parent != parent) return ThrowDom(DomError::kNotFound);
  if (old != child) {
    xmlNode* before = old->next == child ? child->next : old->next;
    DetachNode(old);
    InsertNode(parent, child, before);
  }
  ReturnCopy(result, args[1]);
}
void CloneNode(Args args, Value* result) {
  xmlNode* node = SelfNode(args);
  if (!node) return;
  bool deep = args.Bool(0);
  if (IsDocument(node)) {
    XmlDocument* d = AdoptDocument(Xml().xmlCopyDoc(reinterpret_cast<xmlDoc*>(node), deep));
    return ReturnNode(reinterpret_cast<xmlNode*>(d->doc), result);
  }
  // 2: the element with its attributes and namespaces, without children
  xmlNode* copy = CopyXmlNode(node, node->doc, deep ? 1 : node->type == XML_ELEMENT_NODE ? 2 : 0);
  if (!copy) return Return(result, false);
  DocumentOf(node)->detached.insert(copy);
  ReturnNode(copy, result);
}
void HasAttributes(Args args, Value* result) {
  xmlNode* node = SelfNode(args);
  if (node) Return(result, node->type == XML_ELEMENT_NODE && (node->properties || node->nsDef));
}
void HasChildNodes(Args args, Value* result) {
  xmlNode* node = SelfNode(args);
  if (node) Return(result, node->type != XML_ENTITY_REF_NODE && node->children != nullptr);
}
void IsSameNode(Args args, Value* result) {
  xmlNode* node = SelfNode(args);
  if (node) Return(result, node == NodeArgument(args, 0));
}
void GetLineNo(Args args, Value* result) {
  xmlNode* node = SelfNode(args);
  if (node) Return(result, static_cast<int64_t>(Xml().xmlGetLineNo(node)));
}
void GetNodePath(Args args, Value* result) {
  xmlNode* node = SelfNode(args);
  if (node) *result = TakeXmlString(Xml().xmlGetNodePath(node));
}
void Normalize(xmlNode* node) {
  for (xmlNode* c = node->children; c;) {
    xmlNode* next = c->next;
    if (c->type == XML_TEXT_NODE) {
      while (next && next->type == XML_TEXT_NODE) {
        xmlNode* after = next->next;
        std::string more(View(next->content));
        Xml().xmlNodeAddContentLen(c, ToXml(more.c_str()), static_cast<int>(more.size()));
        DetachNode(next);
        next = after;
      }
      if (View(c->content).empty()) DetachNode(c);
    } else if (c->type == XML_ELEMENT_NODE) {
      for (xmlAttr* a = c->properties; a; a = a->next) Normalize(reinterpret_cast<xmlNode*>(a));
      Normalize(c);
    }
    c = next;
  }
}
void NormalizeMethod(Args args, Value*) {
  if (xmlNode* node = SelfNode(args)) Normalize(node);
}
xmlNode* NamespaceScope(xmlNode* node) {
  if (IsDocument(node)) return Xml().xmlDocGetRootElement(reinterpret_cast<xmlDoc*>(node));
  while (node && node->type != XML_ELEMENT_NODE) node = node->parent;
  return node;
}
void LookupNamespaceUri(Args args, Value* result) {
  xmlNode* node = SelfNode(args);
  node = node ? NamespaceScope(node) : nullptr;
  xmlNs* ns = node ? Xml().xmlSearchNs(node->doc, node,
                                       args.IsNull(0) || args.View(0).empty() ? nullptr : ToXml(args.Str(0)))
                   : nullptr;
  *result = ns ? XmlStringOrNull(ns->href) : Value::Null();
}
void LookupPrefix(Args args, Value* result) {
  xmlNode* node = SelfNode(args);
  node = node ? NamespaceScope(node) : nullptr;
  xmlNs* ns =
      node && !args.View(0).empty() ? Xml().xmlSearchNsByHref(node->doc, node, ToXml(args.Str(0))) : nullptr;
  *result = ns ? XmlStringOrNull(ns->prefix) : Value::Null();
}
void IsDefaultNamespace(Args args, Value* result) {
  xmlNode* node = SelfNode(args);
  node = node ? NamespaceScope(node) : nullptr;
  xmlNs* ns = node ? Xml().xmlSearchNs(node->doc, node, nullptr) : nullptr;
  Return(result, ns && View(ns->href) == args.View(0));
}
void IsSupported(Args args, Value* result) {
  bool xml = EqualIgnoreCase(args.View(0), "XML") || EqualIgnoreCase(args.View(0), "Core");
  Return(result, xml && (args.View(1).empty() || args.View(1) == "1.0" ||
                         (args.View(1) == "2.0" && EqualIgnoreCase(args.View(0), "XML"))));
}

void NotSerializable(Args args, Value*) {
  ThrowOf(
      "exception",
      absl::StrFormat(
          "Serialization of '%s' is not allowed, unless serialization methods are implemented in a subclass",
          Self(args)->cls->name->view()),
      0);
}

}  // namespace

// --- DOMParentNode, DOMChildNode

namespace {
// The nodes of the arguments from the first on, taken out of their places.
bool CollectNodes(Args args, XmlDocument* d, xmlNode* parent, std::vector<xmlNode*>* nodes) {
  for (uint32_t i = 0; i < args.count; ++i) {
    xmlNode* node = NodeOrText(args[i], d);
    if (!node || !CheckInsert(parent, node)) return false;
    nodes->push_back(node);
  }
  return true;
}
void InsertAll(Args args, xmlNode* parent, xmlNode* before) {
  XmlDocument* d = IsDocument(parent) ? static_cast<XmlDocument*>(parent->_private) : DocumentOf(parent);
  std::vector<xmlNode*> nodes;
  if (!CollectNodes(args, d, parent, &nodes)) return;
  while (before && std::find(nodes.begin(), nodes.end(), before) != nodes.end()) before = before->next;
  for (xmlNode* n : nodes) InsertNode(parent, n, before);
}
}  // namespace
void NodeAppend(Args args, Value*) {
  if (xmlNode* node = SelfNode(args)) InsertAll(args, node, nullptr);
}
void NodePrepend(Args args, Value*) {
  if (xmlNode* node = SelfNode(args)) InsertAll(args, node, node->children);
}
void NodeReplaceChildren(Args args, Value*) {
  xmlNode* node = SelfNode(args);
  if (!node) return;
  while (xmlNode* c = node->children) DetachNode(c);
  InsertAll(args, node, nullptr);
}
void NodeBefore(Args args, Value*) {
  xmlNode* node = SelfNode(args);
  if (node && node->parent) InsertAll(args, node->parent, node);
}
void NodeAfter(Args args, Value*) {
  xmlNode* node = SelfNode(args);
  if (node && node->parent) InsertAll(args, node->parent, node->next);
}
void NodeReplaceWith(Args args, Value*) {
  xmlNode* node = SelfNode(args);
  if (!node || !node->parent) return;
  xmlNode* parent = node->parent;
  xmlNode* before = node->next;
  std::vector<xmlNode*> nodes;
  if (!CollectNodes(args, DocumentOf(node), parent, &nodes)) return;
  while (before && std::find(nodes.begin(), nodes.end(), before) != nodes.end()) before = before->next;
  DetachNode(node);
  for (xmlNode* n : nodes) InsertNode(parent, n, before);
}
void NodeRemove(Args args, Value*) {
  xmlNode* node = SelfNode(args);
  if (!node) return;
  if (!node->parent) return ThrowDom(DomError::kNotFound);
  DetachNode(node);
}

namespace {

using F = FunctionFlags;
constexpr BuiltinMethodRow kNodeMethods[] = {
    {"__get", "(string $name): mixed", kDomReads, DomGet},
    {"__set", "(string $name, mixed $value): void", kDomWrites, DomSet},
    {"__isset", "(string $name): bool", kDomReads, DomIsset},
    {"__unset", "(string $name): void", kDomWrites, DomUnset},
    {"__sleep", "(): array", kDomReads, NotSerializable},
    {"__wakeup", "(): void", kDomReads, NotSerializable},
    {"appendChild", "(DOMNode $node)", kDomWrites, AppendChild},
    {"C14N",
     "(bool $exclusive = false, bool $withComments = false, ?array $xpath = null, ?array $nsPrefixes = "
     "null): string|false",
     kDomWrites, NodeC14n},
    {"C14NFile",
     "(string $uri, bool $exclusive = false, bool $withComments = false, ?array $xpath = null, ?array "
     "$nsPrefixes = null): int|false",
     kDomWrites, NodeC14nFile},
    {"cloneNode", "(bool $deep = false)", kDomWrites, CloneNode},
    {"compareDocumentPosition", "(DOMNode $other): int", kDomReads, NodeComparePosition},
    {"contains", "(DOMNode|DOMNameSpaceNode|null $other): bool", kDomReads, NodeContains},
    {"getLineNo", "(): int", kDomReads, GetLineNo},
    {"getNodePath", "(): ?string", kDomReads, GetNodePath},
    {"getRootNode", "(?array $options = null): DOMNode", kDomReads, NodeRoot},
    {"hasAttributes", "(): bool", kDomReads, HasAttributes},
    {"hasChildNodes", "(): bool", kDomReads, HasChildNodes},
    {"insertBefore", "(DOMNode $node, ?DOMNode $child = null)", kDomWrites, InsertBefore},
    {"isDefaultNamespace", "(string $namespace): bool", kDomReads, IsDefaultNamespace},
    {"isEqualNode", "(?DOMNode $otherNode): bool", kDomReads, NodeIsEqual},
    {"isSameNode", "(DOMNode $otherNode): bool", kDomReads, IsSameNode},
    {"isSupported", "(string $feature, string $version): bool", kDomReads, IsSupported},
    {"lookupNamespaceURI", "(?string $prefix): ?string", kDomReads, LookupNamespaceUri},
    {"lookupPrefix", "(string $namespace): ?string", kDomReads, LookupPrefix},
    {"normalize", "(): void", kDomWrites, NormalizeMethod},
    {"removeChild", "(DOMNode $child)", kDomWrites, RemoveChild},
    {"replaceChild", "(DOMNode $node, DOMNode $child)", kDomWrites, ReplaceChild},
};
constexpr BuiltinMethodRow kParentNodeMethods[] = {{"append", "(...$nodes): void"},
                                                   {"prepend", "(...$nodes): void"},
                                                   {"replaceChildren", "(...$nodes): void"}};
constexpr BuiltinMethodRow kChildNodeMethods[] = {{"remove", "(): void"},
                                                  {"before", "(...$nodes): void"},
                                                  {"after", "(...$nodes): void"},
                                                  {"replaceWith", "(...$nodes): void"}};
constexpr char kException[] = R"php(
final class DOMException extends Exception { public $code = 0; }
)php";
constexpr BuiltinClassConstantRow kNodeConstants[] = {
    {"DOCUMENT_POSITION_DISCONNECTED", 1},  {"DOCUMENT_POSITION_PRECEDING", 2},
    {"DOCUMENT_POSITION_FOLLOWING", 4},     {"DOCUMENT_POSITION_CONTAINS", 8},
    {"DOCUMENT_POSITION_CONTAINED_BY", 16}, {"DOCUMENT_POSITION_IMPLEMENTATION_SPECIFIC", 32}};
const BuiltinClassRow kRows[] = {
    {.name = "DOMException", .extension = "dom", .source = kException},
    {.name = "DOMParentNode",
     .flags = ClassFlags::kInterface,
     .methods = kParentNodeMethods,
     .extension = "dom"},
    {.name = "DOMChildNode",
     .flags = ClassFlags::kInterface,
     .methods = kChildNodeMethods,
     .extension = "dom"},
    {.name = "DOMNode",
     .methods = kNodeMethods,
     .constants = kNodeConstants,
     .handlers = &kNodeHandlers,
     .native_size = sizeof(DomNode),
     .extension = "dom"},
};

}  // namespace

const std::span<const BuiltinClassRow> kDomNodeClasses = kRows;

}  // namespace tusk
