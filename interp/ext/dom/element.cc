// DOMElement, DOMAttr, character data and the other small kinds of nodes.
#include "interp/ext/class_tables.h"
#include "interp/ext/dom/dom.h"

namespace tusk {
namespace {

xmlNode* AsNode(xmlAttr* a) { return reinterpret_cast<xmlNode*>(a); }
xmlAttr* AsAttr(xmlNode* n) { return reinterpret_cast<xmlAttr*>(n); }

// The attribute by qualified name, looked up as PHP does: by prefix when there is one in scope.
xmlAttr* FindAttribute(xmlNode* node, String* name) {
  std::string_view s = name->view();
  size_t colon = s.find(':');
  if (colon != s.npos && colon > 0) {
    std::string prefix(s.substr(0, colon));
    if (prefix != "xmlns") {
      xmlNs* ns = Xml().xmlSearchNs(node->doc, node, ToXml(prefix.c_str()));
      if (ns) {
        xmlAttr* a = Xml().xmlHasNsProp(node, ToXml(std::string(s.substr(colon + 1)).c_str()), ns->href);
        if (a && a->type == XML_ATTRIBUTE_NODE) return a;
      }
    }
  }
  for (xmlAttr* a = node->properties; a; a = a->next) {
    if (View(a->name) == s && !(a->ns && a->ns->prefix)) return a;
  }
  return nullptr;
}
xmlNs* FindDeclaration(xmlNode* node, std::string_view name) {
  if (name != "xmlns" && !name.starts_with("xmlns:")) return nullptr;
  std::string_view prefix = name == "xmlns" ? std::string_view() : name.substr(6);
  for (xmlNs* ns = node->nsDef; ns; ns = ns->next) {
    if (View(ns->prefix) == prefix) return ns;
  }
  return nullptr;
}
Value AttributeText(xmlAttr* a) {
  Value v = TakeXmlString(Xml().xmlNodeGetContent(AsNode(a)));
  return v.IsNull() ? Value(EmptyString()) : v;
}
void LinkAttribute(xmlNode* node, xmlAttr* a) {
  XmlDocument* d = DocumentOf(node);
  MoveToDocument(AsNode(a), d);
  a->parent = node;
  a->next = nullptr;
  a->prev = nullptr;
  if (!node->properties) {
    node->properties = a;
    return;
  }
  xmlAttr* last = node->properties;
  while (last->next) last = last->next;
  last->next = a;
  a->prev = last;
}

void ElementConstruct(Args args, Value*) {
  std::string prefix, local;
  std::string_view uri = args.Has(2) ? args.View(2) : std::string_view();
  if (!IsXmlName(args.View(0))) return ThrowDom(DomError::kInvalidCharacter);
  XmlDocument* d = LooseDocument();
  RetainDocument(d);
  xmlNode* node = nullptr;
  if (!uri.empty()) {
    if (SplitName(args.View(0), &prefix, &local)) {
      node = Xml().xmlNewDocNode(d->doc, nullptr, ToXml(local.c_str()), nullptr);
      Xml().xmlSetNs(node, NamespaceFor(node, uri, prefix));
    }
  } else if (args.View(0).find(':') != std::string_view::npos) {
    ThrowDom(DomError::kNamespace);
  } else {
    node = Xml().xmlNewDocNode(d->doc, nullptr, ToXml(args.Str(0)), nullptr);
  }
  if (node) {
    d->detached.insert(node);
    if (!args.IsNull(1) && !args.View(1).empty()) SetNodeText(node, args.View(1));
    BindNode(Self(args), node, d);
  }
  ReleaseDocument(d);
}

void GetAttribute(Args args, Value* result) {
  xmlNode* node = SelfNode(args);
  if (!node) return;
  if (xmlAttr* a = FindAttribute(node, args.Str(0))) {
    *result = AttributeText(a);
  } else if (xmlNs* ns = FindDeclaration(node, args.View(0))) {
    *result = Value(NewString(View(ns->href)));
  } else {
    Return(result, EmptyString());
  }
}
void HasAttribute(Args args, Value* result) {
  xmlNode* node = SelfNode(args);
  if (node) Return(result, FindAttribute(node, args.Str(0)) || FindDeclaration(node, args.View(0)));
}
void SetAttribute(Args args, Value* result) {
  xmlNode* node = SelfNode(args);
  if (!node) return;
  std::string_view name = args.View(0);
  if (name.empty()) return ArgumentValueError(1, "must not be empty");
  if (!IsXmlName(name)) return ThrowDom(DomError::kInvalidCharacter);
  if (xmlAttr* a = FindAttribute(node, args.Str(0))) {
    SetAttributeValue(a, args.View(1));
    return ReturnNode(AsNode(a), result);
  }
  if (name == "xmlns" || name.starts_with("xmlns:")) {
    std::string prefix(name == "xmlns" ? "" : name.substr(6));
    if (xmlNs* ns = FindDeclaration(node, name)) {
      Xml().free(const_cast<xmlChar*>(ns->href));
      ns->href = Xml().xmlStrdup(ToXml(args.Str(1)));
    } else {
      Xml().xmlNewNs(node, ToXml(args.Str(1)), prefix.empty() ? nullptr : ToXml(prefix.c_str()));
    }
    return Return(result, true);
  }
  xmlAttr* a = Xml().xmlNewDocProp(node->doc, ToXml(args.Str(0)), nullptr);
  size_t colon = name.find(':');
  if (colon != name.npos) {
    std::string prefix(name.substr(0, colon));
    if (xmlNs* ns = Xml().xmlSearchNs(node->doc, node, ToXml(prefix.c_str()))) {
      Xml().xmlNodeSetName(AsNode(a), ToXml(std::string(name.substr(colon + 1)).c_str()));
      a->ns = ns;
    }
  }
  LinkAttribute(node, a);
  SetAttributeValue(a, args.View(1));
  ReturnNode(AsNode(a), result);
}
void Remove(xmlAttr* a) { DetachNode(AsNode(a)); }
void RemoveAttribute(Args args, Value* result) {
  xmlNode* node = SelfNode(args);
  xmlAttr* a = node ? FindAttribute(node, args.Str(0)) : nullptr;
  if (a) Remove(a);
  Return(result, a != nullptr);
}
void GetAttributeNode(Args args, Value* result) {
  xmlNode* node = SelfNode(args);
  xmlAttr* a = node ? FindAttribute(node, args.Str(0)) : nullptr;
  if (a) return ReturnNode(AsNode(a), result);
  const xmlNs* ns = node ? FindDeclaration(node, args.View(0)) : nullptr;
  if (!ns) return Return(result, false);
  *result = NewNamespaceNode(node, View(ns->prefix), View(ns->href));
}
xmlAttr* FindNs(Args args, xmlNode* node) {
  if (args.IsNull(0) || args.View(0).empty()) {
    for (xmlAttr* a = node->properties; a; a = a->next) {
      if (!a->ns && View(a->name) == args.View(1)) return a;
    }
    return nullptr;
  }
  xmlAttr* a = Xml().xmlHasNsProp(node, ToXml(args.Str(1)), ToXml(args.Str(0)));
  return a && a->type == XML_ATTRIBUTE_NODE ? a : nullptr;
}
constexpr std::string_view kXmlnsUri = "http://www.w3.org/2000/xmlns/";
void GetAttributeNs(Args args, Value* result) {
  xmlNode* node = SelfNode(args);
  if (!node) return;
  if (xmlAttr* a = FindNs(args, node)) {
    *result = AttributeText(a);
    return;
  }
  if (!args.IsNull(0) && args.View(0) == kXmlnsUri) {
    std::string name = args.View(1) == "xmlns" ? "xmlns" : Joined("xmlns:", args.View(1));
    if (xmlNs* ns = FindDeclaration(node, name)) return Return(result, View(ns->href));
  }
  Return(result, EmptyString());
}
void HasAttributeNs(Args args, Value* result) {
  xmlNode* node = SelfNode(args);
  if (!node) return;
  bool declared = !args.IsNull(0) && args.View(0) == kXmlnsUri &&
                  FindDeclaration(node, args.View(1) == "xmlns" ? "xmlns" : Joined("xmlns:", args.View(1)));
  Return(result, FindNs(args, node) != nullptr || declared);
}
void SetAttributeNs(Args args, Value*) {
  xmlNode* node = SelfNode(args);
  if (!node) return;
  if (args.View(1).empty()) return ArgumentValueError(2, "must not be empty");
  std::string prefix, local;
  if (!SplitName(args.View(1), &prefix, &local)) return;
  std::string_view uri = args.IsNull(0) ? std::string_view() : args.View(0);
  if (uri == kXmlnsUri) {
    std::string name = prefix.empty() ? "" : local;
    Xml().xmlNewNs(node, ToXml(args.Str(2)), name.empty() ? nullptr : ToXml(name.c_str()));
    return;
  }
  if (uri.empty()) {
    if (!prefix.empty()) return ThrowDom(DomError::kNamespace);
    for (xmlAttr* a = node->properties; a; a = a->next) {
      if (!a->ns && View(a->name) == local) return SetAttributeValue(a, args.View(2));
    }
    xmlAttr* a = Xml().xmlNewDocProp(node->doc, ToXml(local.c_str()), nullptr);
    LinkAttribute(node, a);
    return SetAttributeValue(a, args.View(2));
  }
  std::string u(uri);
  xmlAttr* a = Xml().xmlHasNsProp(node, ToXml(local.c_str()), ToXml(u.c_str()));
  if (a && a->type == XML_ATTRIBUTE_NODE) return SetAttributeValue(a, args.View(2));
  xmlNs* ns = nullptr;
  if (u == "http://www.w3.org/XML/1998/namespace") {
    ns = Xml().xmlSearchNs(node->doc, node, ToXml("xml"));
  } else {
    // An attribute needs a prefix: one that the namespace has here already, or a new one.
    if (!prefix.empty()) {
      ns = Xml().xmlSearchNs(node->doc, node, ToXml(prefix.c_str()));
      if (ns && View(ns->href) != u) ns = nullptr;
    }
    if (!ns) {
      xmlNs* any = Xml().xmlSearchNsByHref(node->doc, node, ToXml(u.c_str()));
      if (any && any->prefix && prefix.empty()) ns = any;
    }
    for (int i = 0; !ns && i < 100; ++i) {
      if (prefix.empty()) prefix = "default";
      std::string name = i ? prefix + std::to_string(i) : prefix;
      ns = Xml().xmlNewNs(node, ToXml(u.c_str()), ToXml(name.c_str()));
    }
  }
  a = Xml().xmlNewDocProp(node->doc, ToXml(local.c_str()), nullptr);
  a->ns = ns;
  LinkAttribute(node, a);
  SetAttributeValue(a, args.View(2));
}
void RemoveAttributeNs(Args args, Value*) {
  xmlNode* node = SelfNode(args);
  if (xmlAttr* a = node ? FindNs(args, node) : nullptr) Remove(a);
}
void GetAttributeNodeNs(Args args, Value* result) {
  xmlNode* node = SelfNode(args);
  xmlAttr* a = node ? FindNs(args, node) : nullptr;
  if (!a && node && !args.IsNull(0) && args.View(0) == kXmlnsUri) {
    if (const xmlNs* ns =
            FindDeclaration(node, args.View(1) == "xmlns" ? "xmlns" : Joined("xmlns:", args.View(1)))) {
      *result = NewNamespaceNode(node, View(ns->prefix), View(ns->href));
      return;
    }
  }
  *result = a ? WrapDomNode(AsNode(a)) : Value::Null();
}
void SetAttributeNode(Args args, Value* result) {
  xmlNode* node = SelfNode(args);
  xmlNode* attr = node ? NodeArgument(args, 0) : nullptr;
  if (!attr) return;
  if (attr->doc != node->doc && !DocumentOf(attr)->loose) return ThrowDom(DomError::kWrongDocument);
  if (attr->parent == node) return ReturnCopy(result, args[0]);
  if (attr->parent) return ThrowDom(DomError::kInuseAttribute);
  *result = Value::Null();
  xmlAttr* old =
      attr->ns ? Xml().xmlHasNsProp(node, attr->name, attr->ns->href) : Xml().xmlHasProp(node, attr->name);
  if (old && old->type == XML_ATTRIBUTE_NODE) {
    ReturnNode(AsNode(old), result);
    Remove(old);
  }
  XmlDocument *from = DocumentOf(attr), *to = DocumentOf(node);
  if (from != to) {
    auto* n = args[0].obj->native<DomNode>();
    RetainDocument(to);
    RetainDocument(from);
    MoveToDocument(attr, to);
    n->document = to;
    ReleaseDocument(from);
    ReleaseDocument(from);
  }
  LinkAttribute(node, AsAttr(attr));
  if (attr->ns) attr->ns = NamespaceFor(node, View(attr->ns->href), View(attr->ns->prefix));
}
void RemoveAttributeNode(Args args, Value* result) {
  xmlNode* node = SelfNode(args);
  xmlNode* attr = node ? NodeArgument(args, 0) : nullptr;
  if (!attr) return;
  if (attr->parent != node) return ThrowDom(DomError::kNotFound);
  Remove(AsAttr(attr));
  ReturnCopy(result, args[0]);
}
void MarkId(xmlAttr* a, bool id) {
  if (!a) return ThrowDom(DomError::kNotFound);
  if (id && a->atype != XML_ATTRIBUTE_ID) {
    Value v = AttributeText(a);
    Xml().xmlAddID(nullptr, a->doc, ToXml(v.str), a);
    Release(v);
  } else if (!id && a->atype == XML_ATTRIBUTE_ID) {
    Xml().xmlRemoveID(a->doc, a);
    a->atype = static_cast<xmlAttributeType>(0);
  }
}
void SetIdAttribute(Args args, Value*) {
  if (xmlNode* node = SelfNode(args)) MarkId(FindAttribute(node, args.Str(0)), args.Bool(1));
}
void SetIdAttributeNs(Args args, Value*) {
  if (xmlNode* node = SelfNode(args)) MarkId(FindNs(args, node), args.Bool(2));
}
void SetIdAttributeNode(Args args, Value*) {
  xmlNode* node = SelfNode(args);
  xmlNode* attr = node ? NodeArgument(args, 0) : nullptr;
  if (attr) MarkId(attr->parent == node ? AsAttr(attr) : nullptr, args.Bool(1));
}
void GetAttributeNames(Args args, Value* result) {
  xmlNode* node = SelfNode(args);
  if (!node) return;
  Array* out = NewArray();
  for (xmlNs* ns = node->nsDef; ns; ns = ns->next)
    Append(out, Value(NewString(ns->prefix ? Joined("xmlns:", View(ns->prefix)) : std::string("xmlns"))));
  for (xmlAttr* a = node->properties; a; a = a->next) Append(out, Value(NewString(NodeName(AsNode(a)))));
  Return(result, out);
}
void ToggleAttribute(Args args, Value* result) {
  xmlNode* node = SelfNode(args);
  if (!node) return;
  if (!IsXmlName(args.View(0))) return ThrowDom(DomError::kInvalidCharacter);
  xmlAttr* a = FindAttribute(node, args.Str(0));
  bool want = args.IsNull(1) ? !a : args.Bool(1);
  if (want && !a) {
    a = Xml().xmlNewDocProp(node->doc, ToXml(args.Str(0)), nullptr);
    LinkAttribute(node, a);
    SetAttributeValue(a, "");
  } else if (!want && a) {
    Remove(a);
  }
  Return(result, want);
}

// --- nodes by constructor

void Bind(Args args, xmlNode* (*make)(xmlDoc*, Args)) {
  XmlDocument* d = LooseDocument();
  RetainDocument(d);
  if (xmlNode* node = make(d->doc, args)) {
    d->detached.insert(node);
    BindNode(Self(args), node, d);
  }
  ReleaseDocument(d);
}
void AttrConstruct(Args args, Value*) {
  if (!IsXmlName(args.View(0))) return ThrowDom(DomError::kInvalidCharacter);
  Bind(args, [](xmlDoc* doc, Args a) {
    xmlAttr* attr = Xml().xmlNewDocProp(doc, ToXml(a.Str(0)), nullptr);
    if (a.Has(1)) SetNodeText(AsNode(attr), a.View(1));
    return AsNode(attr);
  });
}
xmlNode* Sized(xmlNode* n, Args a) {
  if (a.Has(0)) Xml().xmlNodeSetContentLen(n, ToXml(a.Str(0)), static_cast<int>(a.View(0).size()));
  return n;
}
void TextConstruct(Args args, Value*) {
  Bind(args, [](xmlDoc* doc, Args a) { return Sized(Xml().xmlNewDocText(doc, ToXml("")), a); });
}
void CommentConstruct(Args args, Value*) {
  Bind(args, [](xmlDoc* doc, Args a) { return Sized(Xml().xmlNewDocComment(doc, ToXml("")), a); });
}
void CdataConstruct(Args args, Value*) {
  Bind(args, [](xmlDoc* doc, Args a) {
    return Xml().xmlNewCDataBlock(doc, ToXml(a.Str(0)), static_cast<int>(a.View(0).size()));
  });
}
void FragmentConstruct(Args args, Value*) {
  Bind(args, [](xmlDoc* doc, Args) { return Xml().xmlNewDocFragment(doc); });
}
void PiConstruct(Args args, Value*) {
  if (!IsXmlName(args.View(0))) return ThrowDom(DomError::kInvalidCharacter);
  Bind(args, [](xmlDoc* doc, Args a) {
    return Xml().xmlNewDocPI(doc, ToXml(a.Str(0)), a.Has(1) ? ToXml(a.Str(1)) : nullptr);
  });
}
void ReferenceConstruct(Args args, Value*) {
  if (!IsXmlName(args.View(0))) return ThrowDom(DomError::kInvalidCharacter);
  Bind(args, [](xmlDoc* doc, Args a) { return Xml().xmlNewReference(doc, ToXml(a.Str(0))); });
}
void AttrIsId(Args args, Value* result) {
  if (xmlNode* node = SelfNode(args)) Return(result, AsAttr(node)->atype == XML_ATTRIBUTE_ID);
}
void AppendXml(Args args, Value* result) {
  xmlNode* node = SelfNode(args);
  if (!node) return;
  XmlErrors errors;
  xmlNode* list = nullptr;
  std::string source(args.View(0));
  xmlNode* scope = Xml().xmlDocGetRootElement(node->doc);
  int status = Xml().xmlParseInNodeContext(scope ? scope : node, source.data(),
                                           static_cast<int>(source.size()), 0, &list);
  errors.Report();
  if (status != 0) {
    if (list) Xml().xmlFreeNodeList(list);
    return Return(result, false);
  }
  while (list) {
    xmlNode* next = list->next;
    list->parent = list->next = list->prev = nullptr;
    DocumentOf(node)->detached.insert(list);
    InsertNode(node, list, nullptr);
    list = next;
  }
  Return(result, true);
}

// --- character data; positions count characters

std::string Data(xmlNode* n) { return std::string(View(n->content)); }
void Put(xmlNode* n, const std::string& s) {
  Xml().xmlNodeSetContentLen(n, ToXml(s.c_str()), static_cast<int>(s.size()));
}
size_t Offset(std::string_view s, int64_t index) {
  size_t i = 0;
  for (; index > 0 && i < s.size(); --index) {
    ++i;
    while (i < s.size() && (static_cast<unsigned char>(s[i]) & 0xc0) == 0x80) ++i;
  }
  return i;
}
int64_t Length(xmlNode* n) { return n->content ? Xml().xmlUTF8Strlen(n->content) : 0; }
// The bytes [from, to) that offset and count name; false with an exception.
bool Range(xmlNode* n, const std::string& s, int64_t offset, int64_t count, size_t* from, size_t* to) {
  if (offset < 0 || count < 0 || offset > Length(n)) {
    ThrowDom(DomError::kIndexSize);
    return false;
  }
  *from = Offset(s, offset);
  *to = *from + Offset(std::string_view(s).substr(*from), count);
  return true;
}
void AppendData(Args args, Value* result) {
  xmlNode* n = SelfNode(args);
  if (!n) return;
  Put(n, Joined(Data(n), args.View(0)));
  Return(result, true);
}
void SubstringData(Args args, Value* result) {
  xmlNode* n = SelfNode(args);
  size_t from, to;
  if (!n) return;
  std::string s = Data(n);
  if (Range(n, s, args[0].i, args[1].i, &from, &to))
    Return(result, std::string_view(s).substr(from, to - from));
}
void Replace(Args args, Value* result, int64_t offset, int64_t count, std::string_view with) {
  xmlNode* n = SelfNode(args);
  size_t from, to;
  if (!n) return;
  std::string s = Data(n);
  if (!Range(n, s, offset, count, &from, &to)) return;
  s.replace(from, to - from, with);
  Put(n, s);
  Return(result, true);
}
void InsertData(Args args, Value* result) { Replace(args, result, args[0].i, 0, args.View(1)); }
void DeleteData(Args args, Value* result) { Replace(args, result, args[0].i, args[1].i, ""); }
void ReplaceData(Args args, Value* result) { Replace(args, result, args[0].i, args[1].i, args.View(2)); }
void SplitText(Args args, Value* result) {
  xmlNode* n = SelfNode(args);
  size_t from, to;
  if (!n) return;
  std::string s = Data(n);
  if (!Range(n, s, args[0].i, 0, &from, &to)) return;
  xmlNode* rest = Xml().xmlNewDocText(n->doc, ToXml(s.c_str() + from));
  DocumentOf(n)->detached.insert(rest);
  Put(n, s.substr(0, from));
  if (n->parent) InsertNode(n->parent, rest, n->next);
  ReturnNode(rest, result);
}
void IsWhitespace(Args args, Value* result) {
  xmlNode* n = SelfNode(args);
  if (n) Return(result, View(n->content).find_first_not_of(" \t\r\n") == std::string_view::npos);
}

constexpr BuiltinMethodRow kElementMethods[] = {
    {"__construct", "(string $qualifiedName, ?string $value = null, string $namespace = \"\")", kDomWrites,
     ElementConstruct},
    {"after", "(...$nodes): void", kDomWrites, NodeAfter},
    {"append", "(...$nodes): void", kDomWrites, NodeAppend},
    {"before", "(...$nodes): void", kDomWrites, NodeBefore},
    {"getAttribute", "(string $qualifiedName): string", kDomReads, GetAttribute},
    {"getAttributeNames", "(): array", kDomReads, GetAttributeNames},
    {"getAttributeNode", "(string $qualifiedName)", kDomReads, GetAttributeNode},
    {"getAttributeNodeNS", "(?string $namespace, string $localName)", kDomReads, GetAttributeNodeNs},
    {"getAttributeNS", "(?string $namespace, string $localName): string", kDomReads, GetAttributeNs},
    {"getElementsByTagName", "(string $qualifiedName): DOMNodeList", kDomReads, ElementsByTagName},
    {"getElementsByTagNameNS", "(?string $namespace, string $localName): DOMNodeList", kDomReads,
     ElementsByTagNameNs},
    {"hasAttribute", "(string $qualifiedName): bool", kDomReads, HasAttribute},
    {"hasAttributeNS", "(?string $namespace, string $localName): bool", kDomReads, HasAttributeNs},
    {"insertAdjacentElement", "(string $where, DOMElement $element): ?DOMElement", kDomWrites,
     InsertAdjacentElement},
    {"insertAdjacentText", "(string $where, string $data): void", kDomWrites, InsertAdjacentText},
    {"prepend", "(...$nodes): void", kDomWrites, NodePrepend},
    {"remove", "(): void", kDomWrites, NodeRemove},
    {"removeAttribute", "(string $qualifiedName): bool", kDomWrites, RemoveAttribute},
    {"removeAttributeNode", "(DOMAttr $attr)", kDomWrites, RemoveAttributeNode},
    {"removeAttributeNS", "(?string $namespace, string $localName): void", kDomWrites, RemoveAttributeNs},
    {"replaceChildren", "(...$nodes): void", kDomWrites, NodeReplaceChildren},
    {"replaceWith", "(...$nodes): void", kDomWrites, NodeReplaceWith},
    {"setAttribute", "(string $qualifiedName, string $value)", kDomWrites, SetAttribute},
    {"setAttributeNode", "(DOMAttr $attr)", kDomWrites, SetAttributeNode},
    {"setAttributeNodeNS", "(DOMAttr $attr)", kDomWrites, SetAttributeNode},
    {"setAttributeNS", "(?string $namespace, string $qualifiedName, string $value): void", kDomWrites,
     SetAttributeNs},
    {"setIdAttribute", "(string $qualifiedName, bool $isId): void", kDomWrites, SetIdAttribute},
    {"setIdAttributeNode", "(DOMAttr $attr, bool $isId): void", kDomWrites, SetIdAttributeNode},
    {"setIdAttributeNS", "(string $namespace, string $qualifiedName, bool $isId): void", kDomWrites,
     SetIdAttributeNs},
    {"toggleAttribute", "(string $qualifiedName, ?bool $force = null): bool", kDomWrites, ToggleAttribute},
};
constexpr BuiltinMethodRow kAttrMethods[] = {
    {"__construct", "(string $name, string $value = \"\")", kDomWrites, AttrConstruct},
    {"isId", "(): bool", kDomReads, AttrIsId},
};
constexpr BuiltinMethodRow kDataMethods[] = {
    {"after", "(...$nodes): void", kDomWrites, NodeAfter},
    {"appendData", "(string $data): bool", kDomWrites, AppendData},
    {"before", "(...$nodes): void", kDomWrites, NodeBefore},
    {"deleteData", "(int $offset, int $count): bool", kDomWrites, DeleteData},
    {"insertData", "(int $offset, string $data): bool", kDomWrites, InsertData},
    {"remove", "(): void", kDomWrites, NodeRemove},
    {"replaceData", "(int $offset, int $count, string $data): bool", kDomWrites, ReplaceData},
    {"replaceWith", "(...$nodes): void", kDomWrites, NodeReplaceWith},
    {"substringData", "(int $offset, int $count)", kDomReads, SubstringData},
};
constexpr BuiltinMethodRow kTextMethods[] = {
    {"__construct", "(string $data = \"\")", kDomWrites, TextConstruct},
    {"isElementContentWhitespace", "(): bool", kDomReads, IsWhitespace},
    {"isWhitespaceInElementContent", "(): bool", kDomReads, IsWhitespace},
    {"splitText", "(int $offset)", kDomWrites, SplitText},
};
constexpr BuiltinMethodRow kCommentMethods[] = {
    {"__construct", "(string $data = \"\")", kDomWrites, CommentConstruct}};
constexpr BuiltinMethodRow kCdataMethods[] = {{"__construct", "(string $data)", kDomWrites, CdataConstruct}};
constexpr BuiltinMethodRow kFragmentMethods[] = {
    {"__construct", "()", kDomWrites, FragmentConstruct},
    {"append", "(...$nodes): void", kDomWrites, NodeAppend},
    {"appendXML", "(string $data): bool", kDomWrites, AppendXml},
    {"prepend", "(...$nodes): void", kDomWrites, NodePrepend},
    {"replaceChildren", "(...$nodes): void", kDomWrites, NodeReplaceChildren},
};
constexpr BuiltinMethodRow kPiMethods[] = {
    {"__construct", "(string $name, string $value = \"\")", kDomWrites, PiConstruct}};
constexpr BuiltinMethodRow kReferenceMethods[] = {
    {"__construct", "(string $name)", kDomWrites, ReferenceConstruct}};

const BuiltinClassRow kRows[] = {
    {.name = "DOMElement",
     .parent = "DOMNode",
     .interfaces = "DOMParentNode DOMChildNode",
     .methods = kElementMethods,
     .extension = "dom"},
    {.name = "DOMAttr", .parent = "DOMNode", .methods = kAttrMethods, .extension = "dom"},
    {.name = "DOMCharacterData",
     .parent = "DOMNode",
     .interfaces = "DOMChildNode",
     .methods = kDataMethods,
     .extension = "dom"},
    {.name = "DOMText", .parent = "DOMCharacterData", .methods = kTextMethods, .extension = "dom"},
    {.name = "DOMComment", .parent = "DOMCharacterData", .methods = kCommentMethods, .extension = "dom"},
    {.name = "DOMCdataSection", .parent = "DOMText", .methods = kCdataMethods, .extension = "dom"},
    {.name = "DOMDocumentType", .parent = "DOMNode", .extension = "dom"},
    {.name = "DOMDocumentFragment",
     .parent = "DOMNode",
     .interfaces = "DOMParentNode",
     .methods = kFragmentMethods,
     .extension = "dom"},
    {.name = "DOMEntity", .parent = "DOMNode", .extension = "dom"},
    {.name = "DOMEntityReference", .parent = "DOMNode", .methods = kReferenceMethods, .extension = "dom"},
    {.name = "DOMNotation", .parent = "DOMNode", .extension = "dom"},
    {.name = "DOMProcessingInstruction", .parent = "DOMNode", .methods = kPiMethods, .extension = "dom"},
};

}  // namespace

const std::span<const BuiltinClassRow> kDomElementClasses = kRows;

}  // namespace tusk
