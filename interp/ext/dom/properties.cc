// The properties of DOM objects: a row each, for reading and writing.
#include "interp/ext/dom/dom.h"

namespace tusk {
namespace {

bool IsDocument(const xmlNode* node) {
  return node->type == XML_DOCUMENT_NODE || node->type == XML_HTML_DOCUMENT_NODE;
}
bool IsText(const xmlNode* node) {
  return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE ||
         node->type == XML_COMMENT_NODE || node->type == XML_PI_NODE;
}
XmlDocument* OwnerOf(xmlNode* node) {
  return IsDocument(node) ? static_cast<XmlDocument*>(node->_private) : DocumentOf(node);
}
xmlDoc* Doc(xmlNode* node) { return reinterpret_cast<xmlDoc*>(node); }
xmlDtd* Dtd(xmlNode* node) { return reinterpret_cast<xmlDtd*>(node); }
Value Text(std::string_view s) { return Value(NewString(s)); }
Value Content(xmlNode* node) {
  Value v = TakeXmlString(Xml().xmlNodeGetContent(node));
  return v.IsNull() ? Text("") : v;
}
bool HasChildren(xmlNode* node) {
  switch (node->type) {
    case XML_ELEMENT_NODE:
    case XML_DOCUMENT_FRAG_NODE:
    case XML_ATTRIBUTE_NODE:
    case XML_DOCUMENT_NODE:
    case XML_HTML_DOCUMENT_NODE:
    case XML_ENTITY_NODE: return true;
    default: return false;
  }
}
xmlNode* Element(xmlNode* n, bool forward) {
  while (n && n->type != XML_ELEMENT_NODE) n = forward ? n->next : n->prev;
  return n;
}
std::string InternalSubset(xmlDtd* dtd) {
  if (!dtd->children) return {};
  xmlBuffer* buffer = Xml().xmlBufferCreate();
  xmlOutputBuffer* out = Xml().xmlAllocOutputBuffer(nullptr);
  std::string text;
  for (xmlNode* c = dtd->children; c; c = c->next) {
    xmlSaveCtxt* save = Xml().xmlSaveToBuffer(buffer, nullptr, 0);
    Xml().xmlSaveTree(save, c);
    Xml().xmlSaveClose(save);
  }
  text = std::string(View(Xml().xmlBufferContent(buffer)));
  Xml().xmlOutputBufferClose(out);
  Xml().xmlBufferFree(buffer);
  return text;
}

// Which nodes have a property.
enum Kind : uint32_t {
  kElement = 1,
  kAttribute = 2,
  kTextNode = 4,
  kCharacters = 8,
  kPi = 16,
  kDocument = 32,
  kDoctype = 64,
  kFragment = 128,
  kEntity = 256,
  kAny = 0xffff,
};
uint32_t KindOf(const xmlNode* node) {
  switch (node->type) {
    case XML_ELEMENT_NODE: return kElement;
    case XML_ATTRIBUTE_NODE: return kAttribute;
    case XML_TEXT_NODE:
    case XML_CDATA_SECTION_NODE: return kTextNode | kCharacters;
    case XML_COMMENT_NODE: return kCharacters;
    case XML_PI_NODE: return kPi;
    case XML_DOCUMENT_NODE:
    case XML_HTML_DOCUMENT_NODE: return kDocument;
    case XML_DTD_NODE:
    case XML_DOCUMENT_TYPE_NODE: return kDoctype;
    case XML_DOCUMENT_FRAG_NODE: return kFragment;
    case XML_ENTITY_DECL: return kEntity;
    default: return 1u << 15;
  }
}

using Get = Value (*)(xmlNode* node, Object* o);
using Set = void (*)(xmlNode* node, const Value& v);
struct Row {
  std::string_view name;
  uint32_t kinds;
  Get get;
  Set set;
};

std::string TextOf(const Value& v) {
  String* s = ToString(Deref(v));
  std::string text(s ? s->view() : std::string_view());
  if (s) Release(s);
  return text;
}
void SetContent(xmlNode* node, const Value& v) {
  std::string text = TextOf(v);
  switch (node->type) {
    case XML_ATTRIBUTE_NODE: return SetAttributeValue(reinterpret_cast<xmlAttr*>(node), text);
    case XML_ELEMENT_NODE:
    case XML_DOCUMENT_FRAG_NODE:
      if (text.empty()) {
        while (xmlNode* c = node->children) DetachNode(c);
        return;
      }
      return SetNodeText(node, text);
    default:
      if (IsText(node)) Xml().xmlNodeSetContentLen(node, ToXml(text.c_str()), static_cast<int>(text.size()));
  }
}

template <bool XmlDocument::* kFlag>
Value GetFlag(xmlNode* node, Object*) {
  return Value(OwnerOf(node)->*kFlag);
}
template <bool XmlDocument::* kFlag>
void SetFlag(xmlNode* node, const Value& v) {
  OwnerOf(node)->*kFlag = ToBool(Deref(v));
}
Value GetEncoding(xmlNode* n, Object*) { return XmlStringOrNull(Doc(n)->encoding); }
void SetEncoding(xmlNode* n, const Value& v) {
  std::string name = TextOf(v);
  if (!Xml().xmlFindCharEncodingHandler(name.c_str())) return ThrowValueError("Invalid document encoding");
  if (Doc(n)->encoding) Xml().free(const_cast<xmlChar*>(Doc(n)->encoding));
  Doc(n)->encoding = Xml().xmlStrdup(ToXml(name.c_str()));
}
Value GetVersion(xmlNode* n, Object*) { return XmlStringOrNull(Doc(n)->version); }
void SetVersion(xmlNode* n, const Value& v) {
  if (Doc(n)->version) Xml().free(const_cast<xmlChar*>(Doc(n)->version));
  Doc(n)->version = Xml().xmlStrdup(ToXml(TextOf(v).c_str()));
}
Value GetStandalone(xmlNode* n, Object*) { return Value(Doc(n)->standalone == 1); }
void SetStandalone(xmlNode* n, const Value& v) { Doc(n)->standalone = ToBool(Deref(v)) ? 1 : 0; }
Value FirstElement(xmlNode* n, Object*) { return WrapDomNode(Element(n->children, true)); }
Value LastElement(xmlNode* n, Object*) { return WrapDomNode(Element(n->last, false)); }
Value ElementCount(xmlNode* n, Object*) {
  int64_t count = 0;
  for (xmlNode* c = Element(n->children, true); c; c = Element(c->next, true)) ++count;
  return Value(count);
}
Value Null(xmlNode*, Object*) { return Value::Null(); }
Value NodeNameValue(xmlNode* n, Object*) { return Text(NodeName(n)); }
Value DataValue(xmlNode* n, Object*) { return Text(View(n->content)); }

constexpr uint32_t kParents = kElement | kDocument | kFragment;
// In the order of dumps: what a class adds, then what all nodes have.
constexpr Row kRows[] = {
    {"tagName", kElement, NodeNameValue, nullptr},
    {"className", kElement,
     [](xmlNode* n, Object*) {
       xmlAttr* a = Xml().xmlHasProp(n, ToXml("class"));
       return a ? Content(reinterpret_cast<xmlNode*>(a)) : Text("");
     },
     [](xmlNode* n, const Value& v) { Xml().xmlSetProp(n, ToXml("class"), ToXml(TextOf(v).c_str())); }},
    {"id", kElement,
     [](xmlNode* n, Object*) {
       xmlAttr* a = Xml().xmlHasProp(n, ToXml("id"));
       return a ? Content(reinterpret_cast<xmlNode*>(a)) : Text("");
     },
     [](xmlNode* n, const Value& v) { Xml().xmlSetProp(n, ToXml("id"), ToXml(TextOf(v).c_str())); }},
    {"name", kAttribute, [](xmlNode* n, Object*) { return Text(View(n->name)); }, nullptr},
    {"specified", kAttribute, [](xmlNode*, Object*) { return Value(true); }, nullptr},
    {"value", kAttribute, [](xmlNode* n, Object*) { return Content(n); }, SetContent},
    {"ownerElement", kAttribute, [](xmlNode* n, Object*) { return WrapDomNode(n->parent); }, nullptr},
    {"schemaTypeInfo", kElement | kAttribute, Null, nullptr},
    {"wholeText", kTextNode,
     [](xmlNode* n, Object*) {
       auto text = [](xmlNode* t) {
         return t && (t->type == XML_TEXT_NODE || t->type == XML_CDATA_SECTION_NODE);
       };
       while (text(n->prev)) n = n->prev;
       std::string whole;
       for (; text(n); n = n->next) whole += View(n->content);
       return Text(whole);
     },
     nullptr},
    {"target", kPi, [](xmlNode* n, Object*) { return Text(View(n->name)); }, nullptr},
    {"data", kCharacters | kPi, DataValue, SetContent},
    {"length", kCharacters,
     [](xmlNode* n, Object*) { return Value(int64_t{n->content ? Xml().xmlUTF8Strlen(n->content) : 0}); },
     nullptr},
    {"doctype", kDocument,
     [](xmlNode* n, Object*) {
       return WrapDomNode(reinterpret_cast<xmlNode*>(Xml().xmlGetIntSubset(Doc(n))));
     },
     nullptr},
    {"implementation", kDocument,
     [](xmlNode*, Object*) {
       return Value(NewObject(FindClass(std::string_view("domimplementation"), false)));
     },
     nullptr},
    {"documentElement", kDocument,
     [](xmlNode* n, Object*) { return WrapDomNode(Xml().xmlDocGetRootElement(Doc(n))); }, nullptr},
    {"actualEncoding", kDocument, GetEncoding, nullptr},
    {"encoding", kDocument, GetEncoding, SetEncoding},
    {"xmlEncoding", kDocument, GetEncoding, nullptr},
    {"standalone", kDocument, GetStandalone, SetStandalone},
    {"xmlStandalone", kDocument, GetStandalone, SetStandalone},
    {"version", kDocument, GetVersion, SetVersion},
    {"xmlVersion", kDocument, GetVersion, SetVersion},
    {"strictErrorChecking", kDocument, GetFlag<&XmlDocument::strict_error_checking>,
     SetFlag<&XmlDocument::strict_error_checking>},
    {"documentURI", kDocument, [](xmlNode* n, Object*) { return XmlStringOrNull(Doc(n)->URL); },
     [](xmlNode* n, const Value& v) {
       if (Doc(n)->URL) Xml().free(const_cast<xmlChar*>(Doc(n)->URL));
       Doc(n)->URL = Deref(v).IsNull() ? nullptr : Xml().xmlStrdup(ToXml(TextOf(v).c_str()));
     }},
    {"config", kDocument, Null, nullptr},
    {"formatOutput", kDocument, GetFlag<&XmlDocument::format_output>, SetFlag<&XmlDocument::format_output>},
    {"validateOnParse", kDocument, GetFlag<&XmlDocument::validate_on_parse>,
     SetFlag<&XmlDocument::validate_on_parse>},
    {"resolveExternals", kDocument, GetFlag<&XmlDocument::resolve_externals>,
     SetFlag<&XmlDocument::resolve_externals>},
    {"preserveWhiteSpace", kDocument, GetFlag<&XmlDocument::preserve_white_space>,
     SetFlag<&XmlDocument::preserve_white_space>},
    {"recover", kDocument, GetFlag<&XmlDocument::recover>, SetFlag<&XmlDocument::recover>},
    {"substituteEntities", kDocument, GetFlag<&XmlDocument::substitute_entities>,
     SetFlag<&XmlDocument::substitute_entities>},
    {"name", kDoctype, [](xmlNode* n, Object*) { return Text(View(n->name)); }, nullptr},
    {"entities", kDoctype,
     [](xmlNode* n, Object* o) { return NewDomList(DomList::Kind::kEntities, n, o, "domnamednodemap"); },
     nullptr},
    {"notations", kDoctype,
     [](xmlNode* n, Object* o) { return NewDomList(DomList::Kind::kNotations, n, o, "domnamednodemap"); },
     nullptr},
    {"publicId", kDoctype, [](xmlNode* n, Object*) { return Text(View(Dtd(n)->ExternalID)); }, nullptr},
    {"systemId", kDoctype, [](xmlNode* n, Object*) { return Text(View(Dtd(n)->SystemID)); }, nullptr},
    {"internalSubset", kDoctype,
     [](xmlNode* n, Object*) {
       std::string text = InternalSubset(Dtd(n));
       return text.empty() ? Value::Null() : Text(text);
     },
     nullptr},
    {"publicId", kEntity,
     [](xmlNode* n, Object*) { return XmlStringOrNull(reinterpret_cast<xmlEntity*>(n)->ExternalID); },
     nullptr},
    {"systemId", kEntity,
     [](xmlNode* n, Object*) { return XmlStringOrNull(reinterpret_cast<xmlEntity*>(n)->SystemID); }, nullptr},
    {"firstElementChild", kParents, FirstElement, nullptr},
    {"lastElementChild", kParents, LastElement, nullptr},
    {"childElementCount", kParents, ElementCount, nullptr},
    {"previousElementSibling", kElement | kCharacters,
     [](xmlNode* n, Object*) { return WrapDomNode(Element(n->prev, false)); }, nullptr},
    {"nextElementSibling", kElement | kCharacters,
     [](xmlNode* n, Object*) { return WrapDomNode(Element(n->next, true)); }, nullptr},
    {"nodeName", kAny, NodeNameValue, nullptr},
    {"nodeValue", kAny,
     [](xmlNode* n, Object*) {
       return n->type == XML_ELEMENT_NODE || n->type == XML_ATTRIBUTE_NODE || IsText(n) ? Content(n)
                                                                                        : Value::Null();
     },
     SetContent},
    {"nodeType", kAny,
     [](xmlNode* n, Object*) {
       return Value(int64_t{n->type == XML_DTD_NODE      ? XML_DOCUMENT_TYPE_NODE
                            : n->type == XML_ENTITY_DECL ? XML_ENTITY_NODE
                                                         : n->type});
     },
     nullptr},
    {"parentNode", kAny,
     [](xmlNode* n, Object*) {
       return WrapDomNode(n->type == XML_ATTRIBUTE_NODE ? n->parent : IsDocument(n) ? nullptr : n->parent);
     },
     nullptr},
    {"parentElement", kAny,
     [](xmlNode* n, Object*) {
       return WrapDomNode(!IsDocument(n) && n->parent && n->parent->type == XML_ELEMENT_NODE ? n->parent
                                                                                             : nullptr);
     },
     nullptr},
    {"childNodes", kAny,
     [](xmlNode* n, Object* o) {
       return NewDomList(HasChildren(n) ? DomList::Kind::kChildren : DomList::Kind::kEmpty, n, o);
     },
     nullptr},
    {"firstChild", kAny,
     [](xmlNode* n, Object*) { return WrapDomNode(HasChildren(n) ? n->children : nullptr); }, nullptr},
    {"lastChild", kAny, [](xmlNode* n, Object*) { return WrapDomNode(HasChildren(n) ? n->last : nullptr); },
     nullptr},
    {"previousSibling", kAny,
     [](xmlNode* n, Object*) {
       return WrapDomNode(n->type == XML_ATTRIBUTE_NODE || IsDocument(n) ? nullptr : n->prev);
     },
     nullptr},
    {"nextSibling", kAny, [](xmlNode* n, Object*) { return WrapDomNode(IsDocument(n) ? nullptr : n->next); },
     nullptr},
    {"attributes", kAny,
     [](xmlNode* n, Object* o) {
       return n->type == XML_ELEMENT_NODE ? NewDomList(DomList::Kind::kAttributes, n, o, "domnamednodemap")
                                          : Value::Null();
     },
     nullptr},
    {"isConnected", kAny,
     [](xmlNode* n, Object*) {
       while (!IsDocument(n) && n->parent) n = n->parent;
       return Value(IsDocument(n));
     },
     nullptr},
    {"ownerDocument", kAny,
     [](xmlNode* n, Object*) {
       return IsDocument(n) || DocumentOf(n)->loose ? Value::Null()
                                                    : WrapDomNode(reinterpret_cast<xmlNode*>(n->doc));
     },
     nullptr},
    {"namespaceURI", kAny,
     [](xmlNode* n, Object*) {
       return (n->type == XML_ELEMENT_NODE || n->type == XML_ATTRIBUTE_NODE) && n->ns
                  ? XmlStringOrNull(n->ns->href)
                  : Value::Null();
     },
     nullptr},
    {"prefix", kAny,
     [](xmlNode* n, Object*) {
       return Text((n->type == XML_ELEMENT_NODE || n->type == XML_ATTRIBUTE_NODE) && n->ns
                       ? View(n->ns->prefix)
                       : "");
     },
     [](xmlNode* n, const Value& v) {
       if (n->type != XML_ELEMENT_NODE && n->type != XML_ATTRIBUTE_NODE) return;
       std::string prefix = TextOf(v);
       if (!n->ns || View(n->ns->prefix) == prefix) return;
       xmlNode* scope = n->type == XML_ATTRIBUTE_NODE ? n->parent : n;
       if (xmlNs* ns = NamespaceFor(scope, View(n->ns->href), prefix)) Xml().xmlSetNs(n, ns);
     }},
    {"localName", kAny,
     [](xmlNode* n, Object*) {
       return n->type == XML_ELEMENT_NODE || n->type == XML_ATTRIBUTE_NODE ? Text(View(n->name))
                                                                           : Value::Null();
     },
     nullptr},
    {"baseURI", kAny, [](xmlNode* n, Object*) { return TakeXmlString(Xml().xmlNodeGetBase(n->doc, n)); },
     nullptr},
    {"textContent", kAny, [](xmlNode* n, Object*) { return Content(n); }, SetContent},
};

const Row* FindRow(std::string_view name, const xmlNode* node) {
  uint32_t kind = KindOf(node);
  for (const Row& row : kRows) {
    if (row.kinds & kind && row.name == name) return &row;
  }
  return nullptr;
}

}  // namespace

void DomGet(Args args, Value* result) {
  xmlNode* node = SelfNode(args);
  if (!node) return;
  if (const Row* row = FindRow(args.View(0), node)) {
    *result = row->get(node, Self(args));
    return;
  }
  Warning("Undefined property: %s::$%s", Self(args)->cls->name->view(), args.View(0));
  *result = Value::Null();
}

void DomSet(Args args, Value*) {
  xmlNode* node = Self(args)->native<DomNode>()->node;
  const Row* row = node ? FindRow(args.View(0), node) : nullptr;
  if (row && row->set) return row->set(node, args[1]);
  if (row)
    return ThrowError("Cannot modify readonly property %s::$%s", Self(args)->cls->name->view(), args.View(0));
  // Inside __set the property is written as if there were none.
  WriteProperty(Self(args), args.Str(0), CopyDeref(args[1]), nullptr, nullptr, false);
}

void DomIsset(Args args, Value* result) {
  xmlNode* node = Self(args)->native<DomNode>()->node;
  const Row* row = node ? FindRow(args.View(0), node) : nullptr;
  if (!row) return Return(result, false);
  Value v = row->get(node, Self(args));
  Return(result, !v.IsNull());
  Release(v);
}
void DomUnset(Args args, Value*) {
  xmlNode* node = Self(args)->native<DomNode>()->node;
  if (node && FindRow(args.View(0), node))
    ThrowError("Cannot unset %s::$%s", Self(args)->cls->name->view(), args.View(0));
}

Value DumpedDomValue(Value v) {
  if (!v.IsObject()) return v;
  Release(v);
  return Text("(object value omitted)");
}
Array* DumpDomNode(Object* o) {
  Array* a = PropertiesToArray(o);
  xmlNode* node = o->native<DomNode>()->node;
  if (!node) return a;
  uint32_t kind = KindOf(node);
  Array* all = CopyArray(a);
  Release(Value(a));
  for (const Row& row : kRows) {
    if (!(row.kinds & kind)) continue;
    tusk::Set(all, ArrayKey::Str(Intern(row.name)), DumpedDomValue(row.get(node, o)));
  }
  return all;
}

}  // namespace tusk
