// SimpleXMLElement over libxml2's tree: which nodes an object stands for, what conversions and dumps show,
// and reading and writing through properties and dimensions.
#include "interp/ext/simplexml/simplexml.h"

namespace tusk::simplexml {

static void Destroy(Object* o) {
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
Value MakeLike(Object* like, xmlNode* node, Seen view, String* name) {
  Sx* s = Of(like);
  return Value(Make(like->cls, s->document, node, view, name, s->space, s->is_prefix));
}

bool MatchesSpace(const Sx* s, const xmlNode* n) {
  bool given = s->space && s->space->length;
  if (!given) return !n->ns || !n->ns->prefix;
  if (!n->ns) return false;
  return View(s->is_prefix ? n->ns->prefix : n->ns->href) == s->space->view();
}
static bool Fits(const Sx* s, const xmlNode* n) {
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
  bool holds = s->node->type == XML_ELEMENT_NODE || s->node->type == XML_DOCUMENT_NODE ||
               s->node->type == XML_HTML_DOCUMENT_NODE;
  return holds ? FirstOf(s, s->node->children) : nullptr;
}
xmlNode* Actual(const Sx* s) { return s->view == Seen::kNode ? s->node : FirstMember(s); }
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
static String* TextOfValue(const Value& value) {
  const Value v = Deref(value);
  if (v.IsArray() || v.IsResource()) {
    ThrowTypeError("It's not possible to assign a complex type to %s, %s given", "properties",
                   TypeNameForErrors(v));
    return nullptr;
  }
  return ToString(v);
}
static void SetText(xmlNode* n, std::string_view text) {
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
static xmlNode* NewChild(xmlNode* parent, xmlNs* ns, std::string_view name, std::string_view text) {
  xmlNode* n = Xml().xmlNewDocNode(parent->doc, ns, ToXml(std::string(name).c_str()), nullptr);
  if (!text.empty()) SetText(n, text);
  Link(parent, n);
  return n;
}
static xmlAttr* FindAttribute(const Sx* s, xmlNode* n, std::string_view name) {
  if (!n || n->type != XML_ELEMENT_NODE) return nullptr;
  for (xmlAttr* a = n->properties; a; a = a->next) {
    if (View(a->name) == name && MatchesSpace(s, reinterpret_cast<xmlNode*>(a))) return a;
  }
  return nullptr;
}

// --- what conversions, dumps and counts see

static Array* Properties(Object* o);

// A list is true when it has members, an element when there is something to show, be it white space;
// attributes of the parent count for its children().
static bool IsTrue(Object* o) {
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

static bool Cast(Object* o, Type to, Value* result) {
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

static bool IsBlank(const xmlNode* n) {
  return View(n->content).find_first_not_of(" \t\r\n") == std::string_view::npos;
}
static Value ChildValue(Object* o, xmlNode* n) {
  if (n->children && n->children->type == XML_TEXT_NODE && !IsBlank(n->children))
    return Value(NewString(TextIn(n)));
  return MakeLike(o, n);
}
static void AddProperty(Array* out, std::string_view name, Value v) {
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
static Array* Properties(Object* o) {
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

static bool ReadDimension(Object* o, const Value* key, bool isset, Value* result) {
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
static xmlNode* Materialise(Sx* s) {
  xmlNode* n = Actual(s);
  if (n || s->view != Seen::kNamed || !s->node) return n;
  return NewChild(s->node, SpaceOf(s->node), s->name->view(), "");
}

static bool WriteDimension(Object* o, const Value* key, Value value) {
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
      NewChild(s->node, SpaceOf(s->node), s->name->view(), text->view());
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
      NewChild(s->node, SpaceOf(s->node), s->name->view(), text->view());
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

const ObjectHandlers kHandlers = {.destroy_native = Destroy,
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
      NewChild(n, SpaceOf(n), args.View(0), text->view());
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

}  // namespace tusk::simplexml
