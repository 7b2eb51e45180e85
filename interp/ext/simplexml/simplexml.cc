// SimpleXMLElement over libxml2's tree: an object stands for a node, for the children of a name, for all
// children or for the attributes of a node.
#include "interp/ext/class_tables.h"
#include "interp/ext/tables.h"
#include "interp/ext/xml/lib.h"
#include "interp/runtime/builtin_class.h"
#include "interp/runtime/class_table.h"

namespace tusk {
namespace {

enum class Seen : uint8_t { kNode, kNamed, kChildren, kAttributes };
struct Sx {
  xmlNode* node;
  XmlDocument* document;  // counted
  Seen view;
  bool is_prefix;
  String* name;      // kNamed
  String* space;     // namespace or prefix that children and attributes must have; null: none
  xmlNode* current;  // of the iteration
  std::vector<std::pair<std::string, std::string>>* xpath_spaces;
};
Sx* Of(Object* o) { return o->native<Sx>(); }
Object* Self(Args args) { return args.frame->self.obj; }
void ReturnNull(Value* result) { *result = Value::Null(); }

void Destroy(Object* o) {
  Sx* s = Of(o);
  if (s->name) Release(s->name);
  if (s->space) Release(s->space);
  delete s->xpath_spaces;
  XmlDocument* d = s->document;
  *s = {};
  if (d) ReleaseDocument(d);
}
Object* Make(Class* c, XmlDocument* d, xmlNode* node, Seen view, String* name, String* space,
             bool is_prefix) {
  Object* o = NewObjectUnchecked(c);
  *Of(o) = {.node = node, .document = d, .view = view, .is_prefix = is_prefix, .name = name, .space = space};
  RetainDocument(d);
  if (name) Retain(name);
  if (space) Retain(space);
  return o;
}
Value MakeLike(Object* like, xmlNode* node, Seen view = Seen::kNode, String* name = nullptr) {
  Sx* s = Of(like);
  return Value(Make(like->cls, s->document, node, view, name, s->space, s->is_prefix));
}

bool MatchesSpace(const Sx* s, const xmlNode* n) {
  bool given = s->space && s->space->length;
  if (!given) return !n->ns || !n->ns->prefix;
  if (!n->ns) return false;
  return View(s->is_prefix ? n->ns->prefix : n->ns->href) == s->space->view();
}
bool Fits(const Sx* s, const xmlNode* n) {
  if (s->view == Seen::kAttributes)
    return MatchesSpace(s, n) && (!s->name || View(n->name) == s->name->view());
  if (n->type != XML_ELEMENT_NODE || !MatchesSpace(s, n)) return false;
  return s->view != Seen::kNamed || View(n->name) == s->name->view();
}
xmlNode* FirstOf(const Sx* s, xmlNode* from) {
  while (from && !Fits(s, from)) from = from->next;
  return from;
}
xmlNode* FirstMember(const Sx* s) {
  if (!s->node) return nullptr;
  if (s->view == Seen::kAttributes) {
    return s->node->type == XML_ELEMENT_NODE ? FirstOf(s, reinterpret_cast<xmlNode*>(s->node->properties))
                                             : nullptr;
  }
  return s->node->type == XML_ELEMENT_NODE ? FirstOf(s, s->node->children) : nullptr;
}
// The node that the object is for reading text, attributes and children.
xmlNode* Actual(const Sx* s) { return s->view == Seen::kNode ? s->node : FirstMember(s); }
// The element whose children and attributes are meant.
xmlNode* Container(const Sx* s) {
  if (s->view == Seen::kChildren || s->view == Seen::kAttributes) return s->node;
  return Actual(s);
}

std::string TextIn(xmlNode* n) {
  if (!n) return {};
  xmlChar* text = Xml().xmlNodeListGetString(n->doc, n->children, 1);
  std::string out(View(text));
  if (text) Xml().free(text);
  return out;
}
String* TextOfValue(const Value& value) {
  const Value v = Deref(value);
  if (v.IsArray() || v.IsResource()) {
    ThrowTypeError("It's not possible to assign a complex type to %s, %s given", "properties",
                   TypeNameForErrors(v));
    return nullptr;
  }
  return ToString(v);
}
void SetText(xmlNode* n, std::string_view text) {
  while (xmlNode* c = n->children) DetachNode(c);
  xmlNode* t = Xml().xmlNewDocText(n->doc, nullptr);
  Xml().xmlNodeSetContentLen(t, ToXml(std::string(text).c_str()), static_cast<int>(text.size()));
  t->parent = n;
  n->children = n->last = t;
}
void Link(xmlNode* parent, xmlNode* child) {
  child->parent = parent;
  child->prev = parent->last;
  child->next = nullptr;
  if (parent->last) {
    parent->last->next = child;
  } else {
    parent->children = child;
  }
  parent->last = child;
}
xmlNode* NewChild(xmlNode* parent, xmlNs* ns, std::string_view name, std::string_view text) {
  xmlNode* n = Xml().xmlNewDocNode(parent->doc, ns, ToXml(std::string(name).c_str()), nullptr);
  if (!text.empty()) SetText(n, text);
  Link(parent, n);
  return n;
}
xmlAttr* FindAttribute(const Sx* s, xmlNode* n, std::string_view name) {
  if (!n || n->type != XML_ELEMENT_NODE) return nullptr;
  for (xmlAttr* a = n->properties; a; a = a->next) {
    if (View(a->name) == name && MatchesSpace(s, reinterpret_cast<xmlNode*>(a))) return a;
  }
  return nullptr;
}

// --- what conversions, dumps and counts see

Array* Properties(Object* o);

// A list is true when it has members, an element when there is something to show, be it white space;
// attributes of the parent count for its children().
bool IsTrue(Object* o) {
  Sx* s = Of(o);
  if (s->view != Seen::kNode && FirstMember(s)) return true;
  if (s->view == Seen::kChildren && s->node && s->node->type == XML_ELEMENT_NODE) {
    for (xmlAttr* a = s->node->properties; a; a = a->next) {
      if (MatchesSpace(s, reinterpret_cast<xmlNode*>(a))) return true;
    }
  }
  xmlNode* only = s->view == Seen::kNode && s->node ? s->node->children : nullptr;
  if (only && !only->next && only->type == XML_TEXT_NODE) return !View(only->content).empty();
  Array* shown = Properties(o);
  bool any = shown->count != 0;
  Release(Value(shown));
  return any;
}

bool Cast(Object* o, Type to, Value* result) {
  Sx* s = Of(o);
  if (to == Type::kTrue || to == Type::kFalse) {
    *result = Value(IsTrue(o));
    return true;
  }
  String* text = NewString(TextIn(Actual(s)));
  if (to == Type::kString) {
    *result = Value(text);
    return true;
  }
  Value v(text);
  *result = to == Type::kFloat ? Value(ToFloat(v)) : Value(ToInt(v));
  Release(v);
  return true;
}
int64_t Count(Object* o) {
  Sx* s = Of(o);
  int64_t n = 0;
  if (s->view == Seen::kNode) {
    Sx all = *s;
    all.view = Seen::kChildren;
    for (xmlNode* c = FirstMember(&all); c; c = FirstOf(&all, c->next)) ++n;
    return n;
  }
  for (xmlNode* c = FirstMember(s); c; c = FirstOf(s, c->next)) ++n;
  return n;
}

bool IsBlank(const xmlNode* n) {
  return View(n->content).find_first_not_of(" \t\r\n") == std::string_view::npos;
}
Value ChildValue(Object* o, xmlNode* n) {
  if (n->children && n->children->type == XML_TEXT_NODE && !IsBlank(n->children))
    return Value(NewString(TextIn(n)));
  return MakeLike(o, n);
}
void AddProperty(Array* out, std::string_view name, Value v) {
  String* key = NewString(name);
  ArrayKey k = KeyFromString(key);
  Value* place = Find(out, k);
  if (!place) {
    Set(out, k, v);
  } else if (place->IsArray()) {
    Append(Separate(place), v);
  } else {
    Array* both = NewArray();
    Append(both, *place);
    Append(both, v);
    *place = Value(both);
  }
  Release(key);
}
Array* Properties(Object* o) {
  Sx* s = Of(o);
  Array* out = NewHash(4);
  if (!s->node) return out;
  xmlNode* node = s->view == Seen::kNamed ? FirstMember(s) : s->node;
  if (node && node->type == XML_ELEMENT_NODE && s->view != Seen::kChildren) {
    Array* attributes = nullptr;
    for (xmlAttr* a = node->properties; a; a = a->next) {
      if (!MatchesSpace(s, reinterpret_cast<xmlNode*>(a))) continue;
      if (!attributes) attributes = NewHash(4);
      String* key = NewString(View(a->name));
      Set(attributes, KeyFromString(key), Value(NewString(TextIn(reinterpret_cast<xmlNode*>(a)))));
      Release(key);
    }
    if (attributes) SetStr(out, "@attributes", Value(attributes));
  }
  if (s->view == Seen::kAttributes) return out;
  xmlNode* n = Actual(s);
  if (!n) return out;
  if (n->type == XML_ATTRIBUTE_NODE) {
    Append(out, Value(NewString(TextIn(n))));
    return out;
  }
  bool members = false;
  if (s->view != Seen::kChildren) {
    if (!n->children || !n->parent || n->next || n->children->next || n->children->children ||
        n->parent->children == n->parent->last || s->view == Seen::kNode) {
      n = n->children;
    } else {
      members = true;
    }
  }
  if (s->view == Seen::kNamed && Actual(s) && Count(o) > 1) {
    n = Actual(s);
    members = true;
  }
  for (; n; n = members ? FirstOf(s, n->next) : n->next) {
    if (n->children || n->prev || n->next || (n->type == XML_TEXT_NODE && IsBlank(n))) {
      if (n->type == XML_TEXT_NODE) continue;
    } else if (n->type == XML_TEXT_NODE) {
      if (!View(n->content).empty()) {
        Append(out, Value(NewString(View(n->content))));
      }
      continue;
    }
    if (n->type == XML_ELEMENT_NODE && !MatchesSpace(s, n)) continue;
    if (n->type != XML_ELEMENT_NODE && n->type != XML_COMMENT_NODE && n->type != XML_PI_NODE) continue;
    if (n->type == XML_COMMENT_NODE) {
      AddProperty(out, "comment", MakeLike(o, n));
      continue;
    }
    if (members) {
      Append(out, ChildValue(o, n));
    } else {
      AddProperty(out, View(n->name), ChildValue(o, n));
    }
  }
  return out;
}

// --- $x[...]

bool ReadDimension(Object* o, const Value* key, bool isset, Value* result) {
  Sx* s = Of(o);
  if (!key) {
    // $x->list[] read for writing into: nothing is there yet.
    ThrowError("Cannot create unnamed attribute");
    return false;
  }
  Value k = Deref(*key);
  xmlNode* found = nullptr;
  if (k.IsInt()) {
    if (s->view == Seen::kNode) {
      found = k.i == 0 ? s->node : nullptr;
    } else {
      found = FirstMember(s);
      for (int64_t i = 0; found && i < k.i; ++i) found = FirstOf(s, found->next);
      if (k.i < 0) found = nullptr;
    }
  } else {
    String* name = ToString(k);
    if (!name) return false;
    xmlNode* element = s->view == Seen::kAttributes || s->view == Seen::kChildren ? s->node : Actual(s);
    found = reinterpret_cast<xmlNode*>(FindAttribute(s, element, name->view()));
    Release(name);
  }
  if (!found) {
    if (!isset) *result = Value::Null();
    return !isset;
  }
  *result = MakeLike(o, found);
  return true;
}

// Makes the first element of a named view exist, and those above it.
xmlNode* Materialise(Sx* s) {
  xmlNode* n = Actual(s);
  if (n || s->view != Seen::kNamed || !s->node) return n;
  return NewChild(s->node, s->node->ns, s->name->view(), "");
}

bool WriteDimension(Object* o, const Value* key, Value value) {
  Sx* s = Of(o);
  if (!s->node) {
    Release(value);
    ThrowError("SimpleXMLElement is not properly initialized");
    return false;
  }
  String* text = TextOfValue(value);
  Release(value);
  if (!text) return false;
  bool good = true;
  Value k = key ? Deref(*key) : Value();
  if (!key || k.IsNullOrUndef()) {
    if (s->view == Seen::kNamed) {
      NewChild(s->node, s->node->ns, s->name->view(), text->view());
    } else if (s->view == Seen::kNode && s->node->parent && s->node->parent->type == XML_ELEMENT_NODE) {
      NewChild(s->node->parent, s->node->ns, View(s->node->name), text->view());
    } else {
      ThrowError("Cannot create unnamed attribute");
      good = false;
    }
  } else if (k.IsInt()) {
    Value found;
    if (ReadDimension(o, &k, true, &found)) {
      SetText(Of(found.obj)->node, text->view());
      Release(found);
    } else if (s->view == Seen::kNamed) {
      int64_t n = Count(o);
      if (k.i > n)
        Warning("Cannot add element %s number %d when only %d such elements exist", s->name->view(), k.i, n);
      NewChild(s->node, s->node->ns, s->name->view(), text->view());
    }
  } else {
    String* name = ToString(k);
    xmlNode* element = s->view == Seen::kAttributes ? s->node : Materialise(s);
    if (name && name->length == 0) {
      ThrowValueError("Cannot create attribute with an empty name");
      good = false;
    } else if (name && element) {
      if (xmlAttr* a = FindAttribute(s, element, name->view())) {
        SetText(reinterpret_cast<xmlNode*>(a), text->view());
      } else {
        Xml().xmlNewProp(element, ToXml(name), ToXml(text));
      }
    }
    if (name) Release(name);
  }
  Release(text);
  return good;
}

constexpr ObjectHandlers kHandlers = {.destroy_native = Destroy,
                                      .clone_native =
                                          [](Object* to, Object* from) {
                                            Sx* s = Of(from);
                                            *Of(to) = {};
                                            if (!s->node) return;
                                            xmlNode* copy = CopyXmlNode(s->node, s->node->doc, 1);
                                            s->document->detached.insert(copy);
                                            *Of(to) = *s;
                                            Of(to)->node = copy;
                                            Of(to)->xpath_spaces = nullptr;
                                            RetainDocument(s->document);
                                            if (s->name) Retain(s->name);
                                            if (s->space) Retain(s->space);
                                          },
                                      .read_dimension = ReadDimension,
                                      .write_dimension = WriteDimension,
                                      .cast = Cast,
                                      .count = Count,
                                      .properties_for_dump = Properties,
                                      .dump_is_array = true};

// --- $x->name

void Get(Args args, Value* result) {
  Object* o = Self(args);
  Sx* s = Of(o);
  if (s->view == Seen::kAttributes) {
    xmlAttr* a = FindAttribute(s, s->node, args.View(0));
    *result = a ? MakeLike(o, reinterpret_cast<xmlNode*>(a)) : Value::Null();
    return;
  }
  xmlNode* n = Container(s);
  if (!n || args.View(0).empty()) {
    if (s->view == Seen::kNamed && s->node && !n) {
      // May be written to: $x->a->b = 1 makes both.
      *result = Value::Null();
      return;
    }
    *result = Value::Null();
    return;
  }
  *result = MakeLike(o, n, Seen::kNamed, args.Str(0));
}
void Set(Args args, Value*) {
  Object* o = Self(args);
  Sx* s = Of(o);
  if (args.View(0).empty()) return ThrowValueError("Cannot create element with an empty name");
  String* text = TextOfValue(args[1]);
  if (!text) return;
  if (s->view == Seen::kAttributes) {
    if (xmlAttr* a = FindAttribute(s, s->node, args.View(0))) {
      SetText(reinterpret_cast<xmlNode*>(a), text->view());
    } else {
      Xml().xmlNewProp(s->node, ToXml(args.Str(0)), ToXml(text));
    }
    return Release(text);
  }
  xmlNode* n = s->view == Seen::kChildren ? s->node : Materialise(s);
  if (n) {
    Sx named = *s;
    named.node = n;
    named.view = Seen::kNamed;
    named.name = args.Str(0);
    xmlNode* first = FirstMember(&named);
    if (first && FirstOf(&named, first->next)) {
      Warning("Cannot assign to an array of nodes (duplicate subnodes or attr detected)");
    } else if (first) {
      SetText(first, text->view());
    } else {
      NewChild(n, n->ns, args.View(0), text->view());
    }
  }
  Release(text);
}
void Isset(Args args, Value* result) {
  Sx* s = Of(Self(args));
  if (s->view == Seen::kAttributes) return Return(result, FindAttribute(s, s->node, args.View(0)) != nullptr);
  xmlNode* n = Container(s);
  if (!n) return Return(result, false);
  Sx named = *s;
  named.node = n;
  named.view = Seen::kNamed;
  named.name = args.Str(0);
  Return(result, FirstMember(&named) != nullptr);
}
void Unset(Args args, Value*) {
  Sx* s = Of(Self(args));
  xmlNode* n = Container(s);
  if (!n) return;
  if (s->view == Seen::kAttributes) {
    if (xmlAttr* a = FindAttribute(s, n, args.View(0))) DetachNode(reinterpret_cast<xmlNode*>(a));
    return;
  }
  Sx named = *s;
  named.node = n;
  named.view = Seen::kNamed;
  named.name = args.Str(0);
  while (xmlNode* c = FirstMember(&named)) DetachNode(c);
}
void OffsetUnset(Args args, Value*) {
  Value found;
  Value k = Deref(args[0]);
  if (!ReadDimension(Self(args), &k, true, &found)) return;
  DetachNode(Of(found.obj)->node);
  Release(found);
}
void OffsetExists(Args args, Value* result) {
  Value found;
  Value k = Deref(args[0]);
  bool there = ReadDimension(Self(args), &k, true, &found);
  if (there) Release(found);
  Return(result, there);
}
void OffsetGet(Args args, Value* result) {
  Value k = Deref(args[0]);
  ReadDimension(Self(args), &k, false, result);
}
void OffsetSet(Args args, Value*) {
  Value k = Deref(args[0]);
  WriteDimension(Self(args), k.IsNull() ? nullptr : &k, CopyDeref(args[1]));
}

// --- methods

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
  Destroy(Self(args));
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
    if (colon == name.npos) return attribute ? nullptr : n->ns;
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
    child->ns = ns ? ns : n->ns;
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

xmlNode* SimpleXmlNode(Object* o) {
  if (!InstanceOf(o->cls, FindClass(std::string_view("simplexmlelement"), false))) return nullptr;
  return Actual(Of(o));
}

constinit const BuiltinTable kSimpleXmlFunctions(kRows);
const std::span<const BuiltinClassRow> kSimpleXmlClasses = kClassRows;

}  // namespace tusk
