// How nodes lie to each other, and their canonical form.
#include <algorithm>

#include "interp/ext/dom/dom.h"
#include "interp/ext/standard/stream.h"

namespace tusk {
namespace {

bool IsDocument(const xmlNode* node) {
  return node->type == XML_DOCUMENT_NODE || node->type == XML_HTML_DOCUMENT_NODE;
}
xmlNode* ParentOf(xmlNode* n) { return IsDocument(n) ? nullptr : n->parent; }
xmlNode* RootOf(xmlNode* n) {
  while (xmlNode* up = ParentOf(n)) n = up;
  return n;
}
bool IsIn(xmlNode* n, const xmlNode* ancestor) {
  for (; n; n = ParentOf(n)) {
    if (n == ancestor) return true;
  }
  return false;
}
bool SameSpace(const xmlNs* a, const xmlNs* b) {
  return View(a ? a->href : nullptr) == View(b ? b->href : nullptr);
}

bool IsEqual(xmlNode* a, xmlNode* b);
bool EqualLists(xmlNode* a, xmlNode* b) {
  for (; a && b; a = a->next, b = b->next) {
    if (!IsEqual(a, b)) return false;
  }
  return !a && !b;
}
std::string TextOf(xmlNode* n) {
  Value v = TakeXmlString(Xml().xmlNodeGetContent(n));
  std::string text(v.IsNull() ? std::string_view() : v.str->view());
  Release(v);
  return text;
}
// As sets.
bool EqualAttributes(const xmlNode* a, const xmlNode* b) {
  size_t n = 0, m = 0;
  for (const xmlAttr* x = b->properties; x; x = x->next) ++m;
  for (xmlAttr* x = a->properties; x; x = x->next, ++n) {
    xmlAttr* y = b->properties;
    while (y && !(View(y->name) == View(x->name) && SameSpace(x->ns, y->ns))) y = y->next;
    if (!y || TextOf(reinterpret_cast<xmlNode*>(x)) != TextOf(reinterpret_cast<xmlNode*>(y))) return false;
  }
  if (n != m) return false;
  auto count = [](const xmlNs* ns) {
    size_t k = 0;
    for (; ns; ns = ns->next) ++k;
    return k;
  };
  if (count(a->nsDef) != count(b->nsDef)) return false;
  for (const xmlNs* x = a->nsDef; x; x = x->next) {
    const xmlNs* y = b->nsDef;
    while (y && !(View(x->prefix) == View(y->prefix) && View(x->href) == View(y->href))) y = y->next;
    if (!y) return false;
  }
  return true;
}
bool IsEqual(xmlNode* a, xmlNode* b) {
  if (a == b) return true;
  if (IsDocument(a) && IsDocument(b)) return EqualLists(a->children, b->children);
  if (a->type != b->type) return false;
  switch (a->type) {
    case XML_ELEMENT_NODE:
      return View(a->name) == View(b->name) && SameSpace(a->ns, b->ns) &&
             View(a->ns ? a->ns->prefix : nullptr) == View(b->ns ? b->ns->prefix : nullptr) &&
             EqualAttributes(a, b) && EqualLists(a->children, b->children);
    case XML_ATTRIBUTE_NODE:
      return View(a->name) == View(b->name) && SameSpace(a->ns, b->ns) && TextOf(a) == TextOf(b);
    case XML_DTD_NODE: {
      auto *x = reinterpret_cast<xmlDtd*>(a), *y = reinterpret_cast<xmlDtd*>(b);
      return View(x->name) == View(y->name) && View(x->ExternalID) == View(y->ExternalID) &&
             View(x->SystemID) == View(y->SystemID);
    }
    case XML_PI_NODE: return View(a->name) == View(b->name) && View(a->content) == View(b->content);
    case XML_TEXT_NODE:
    case XML_COMMENT_NODE:
    case XML_CDATA_SECTION_NODE: return View(a->content) == View(b->content);
    case XML_DOCUMENT_FRAG_NODE: return EqualLists(a->children, b->children);
    default: return View(a->name) == View(b->name);
  }
}

// The steps of the DOM standard.
int64_t PositionOf(xmlNode* self, xmlNode* other) {
  enum { kDisconnected = 1, kPreceding = 2, kFollowing = 4, kContains = 8, kContainedBy = 16, kOwn = 32 };
  if (self == other) return 0;
  xmlNode *one = other, *two = self;
  xmlNode* first = nullptr;
  xmlNode* second = nullptr;
  if (one->type == XML_ATTRIBUTE_NODE) {
    first = one;
    one = first->parent;
  }
  if (two->type == XML_ATTRIBUTE_NODE) {
    second = two;
    two = second->parent;
    if (first && one && one == two) {
      for (xmlAttr* a = two->properties; a; a = a->next) {
        if (reinterpret_cast<xmlNode*>(a) == first) return kOwn | kPreceding;
        if (reinterpret_cast<xmlNode*>(a) == second) return kOwn | kFollowing;
      }
    }
  }
  if (!one || !two || RootOf(one) != RootOf(two))
    return kDisconnected | kOwn | (other < self ? kPreceding : kFollowing);
  if ((one != two && IsIn(two, one) && !first) || (one == two && second)) return kContains | kPreceding;
  if ((one != two && IsIn(one, two) && !second) || (one == two && first)) return kContainedBy | kFollowing;
  if (IsIn(two, one)) return kPreceding;  // an attribute of an ancestor
  if (IsIn(one, two)) return kFollowing;
  std::vector<xmlNode*> a, b;
  for (xmlNode* n = one; n; n = ParentOf(n)) a.push_back(n);
  for (xmlNode* n = two; n; n = ParentOf(n)) b.push_back(n);
  size_t i = a.size(), j = b.size();
  while (i && j && a[i - 1] == b[j - 1]) --i, --j;
  for (xmlNode* n = a[i - 1]; n; n = n->next) {
    if (n == b[j - 1]) return kPreceding;
  }
  return kFollowing;
}
}  // namespace

void NodeContains(Args args, Value* result) {
  xmlNode* node = SelfNode(args);
  if (!node) return;
  xmlNode* other = nullptr;
  if (!args.IsNull(0)) {
    // A namespace node is where its element is.
    Object* o = args[0].obj;
    Value element;
    if (EqualIgnoreCase(o->cls->name->view(), "DOMNameSpaceNode")) {
      element = ReadProperty(o, Intern("parentNode"), nullptr, nullptr);
      other = element.IsObject() ? NodeOfObject(element.obj) : nullptr;
      Release(element);
    } else {
      other = NodeArgument(args, 0);
    }
    if (HasException()) return;
  }
  Return(result, other && IsIn(other, node));
}
void NodeRoot(Args args, Value* result) {
  if (xmlNode* node = SelfNode(args)) ReturnNode(RootOf(node), result);
}
void NodeIsEqual(Args args, Value* result) {
  xmlNode* node = SelfNode(args);
  if (!node) return;
  if (args.IsNull(0)) return Return(result, false);
  if (xmlNode* other = NodeArgument(args, 0)) Return(result, IsEqual(node, other));
}
void NodeComparePosition(Args args, Value* result) {
  xmlNode* node = SelfNode(args);
  xmlNode* other = node ? NodeArgument(args, 0) : nullptr;
  if (other) Return(result, PositionOf(node, other));
}

// --- insertAdjacent...()

namespace {
// False: an exception, or no parent to insert into.
bool InsertAdjacent(xmlNode* node, const Value& where, xmlNode* child) {
  std::string_view place;
  Value name;
  if (where.IsString()) {
    place = where.str->view();
  } else {
    name = ReadProperty(where.obj, Intern("value"), nullptr, nullptr);
    place = name.str->view();
  }
  bool inside = EqualIgnoreCase(place, "afterbegin") || EqualIgnoreCase(place, "beforeend");
  bool outside = EqualIgnoreCase(place, "beforebegin") || EqualIgnoreCase(place, "afterend");
  bool first = EqualIgnoreCase(place, "beforebegin") || EqualIgnoreCase(place, "afterbegin");
  Release(name);
  if (!inside && !outside) {
    ThrowDom(DomError::kSyntax);
    return false;
  }
  xmlNode* parent = inside ? node : node->parent;
  if (!parent) return false;
  for (xmlNode* n = parent; n; n = ParentOf(n)) {
    if (n == child) {
      ThrowDom(DomError::kHierarchy);
      return false;
    }
  }
  if (child->doc != parent->doc) {
    AdoptTree(child, DocumentOf(node));
    DocumentOf(node)->detached.insert(child);
  }
  if (!CheckInsert(parent, child)) return false;
  xmlNode* before = inside ? (first ? node->children : nullptr) : (first ? node : node->next);
  if (before == child) before = child->next;
  InsertNode(parent, child, before);
  return true;
}
}  // namespace
void InsertAdjacentElement(Args args, Value* result) {
  xmlNode* node = SelfNode(args);
  xmlNode* child = node ? NodeArgument(args, 1) : nullptr;
  *result = Value::Null();
  if (child && InsertAdjacent(node, args[0], child)) ReturnCopy(result, args[1]);
}
void InsertAdjacentText(Args args, Value*) {
  xmlNode* node = SelfNode(args);
  if (!node) return;
  xmlNode* text = Xml().xmlNewDocText(node->doc, ToXml(args.Str(1)));
  DocumentOf(node)->detached.insert(text);
  InsertAdjacent(node, args[0], text);
}

// --- canonical form

namespace {
int InSubtree(void* context, xmlNode* node, xmlNode* parent) {
  auto* top = static_cast<xmlNode*>(context);
  for (xmlNode* n = node->type == XML_NAMESPACE_DECL ? parent : node; n; n = n->parent) {
    if (n == top) return 1;
  }
  return 0;
}
// The strings of an array with a null at the end; they live in *texts.
std::vector<xmlChar*> Strings(Array* a, std::vector<std::string>* texts) {
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    Value v = Deref(ValueAt(a, p));
    if (v.IsString()) texts->push_back(std::string(v.str->view()));
  }
  std::vector<xmlChar*> out;
  for (std::string& s : *texts) out.push_back(reinterpret_cast<xmlChar*>(s.data()));
  out.push_back(nullptr);
  return out;
}
// The node set that the "xpath" argument names; null with an exception raised.
xmlXPathObject* Select(xmlNode* node, Array* a, uint32_t argument, xmlXPathContext** context) {
  const Value* query = Peek(a, ArrayKey::Str(Intern("query")));
  if (!query) {
    ArgumentValueError(argument, "must have a \"query\" key");
    return nullptr;
  }
  Value q = Deref(*query);
  if (!q.IsString()) {
    ArgumentTypeError(argument,
                      absl::StrFormat("\"query\" option must be a string, %s given", ValueNameForErrors(q)));
    return nullptr;
  }
  *context = Xml().xmlXPathNewContext(node->doc);
  (*context)->node = node;
  if (const Value* spaces = Peek(a, ArrayKey::Str(Intern("namespaces")))) {
    Value s = Deref(*spaces);
    for (uint32_t p = s.IsArray() ? First(s.arr) : kEnd; p != kEnd; p = Next(s.arr, p)) {
      ArrayKey key = KeyAt(s.arr, p);
      Value uri = Deref(ValueAt(s.arr, p));
      if (!key.IsInt() && uri.IsString()) Xml().xmlXPathRegisterNs(*context, ToXml(key.name), ToXml(uri.str));
    }
  }
  xmlXPathObject* found = Xml().xmlXPathEvalExpression(ToXml(q.str), *context);
  if (!found || found->type != XPATH_NODESET || !found->nodesetval) {
    if (found) Xml().xmlXPathFreeObject(found);
    if (!HasException()) ThrowError("XPath query did not return a nodeset");
    return nullptr;
  }
  return found;
}
// Arguments from `at` on: exclusive, comments, xpath, prefixes. False: failed or raised.
bool Canonical(Args args, uint32_t at, std::string* out) {
  xmlNode* node = SelfNode(args);
  if (!node) return false;
  bool exclusive = args.Bool(at);
  int mode = exclusive ? XML_C14N_EXCLUSIVE_1_0 : XML_C14N_1_0;
  std::vector<std::string> texts;
  std::vector<xmlChar*> prefixes;
  if (!args.IsNull(at + 3)) {
    if (exclusive) {
      prefixes = Strings(args.Arr(at + 3), &texts);
    } else {
      RaiseFunctionMessage(ErrorLevel::kNotice,
                           "Inclusive namespace prefixes only allowed in exclusive mode.");
    }
  }
  xmlXPathContext* context = nullptr;
  xmlXPathObject* set = nullptr;
  if (!args.IsNull(at + 2)) {
    set = Select(node, args.Arr(at + 2), at + 3, &context);
    if (!set) {
      if (context) Xml().xmlXPathFreeContext(context);
      return false;
    }
  }
  xmlOutputBuffer* buffer = Xml().xmlAllocOutputBuffer(nullptr);
  buffer->context = out;
  buffer->writecallback = [](void* to, const char* bytes, int n) {
    static_cast<std::string*>(to)->append(bytes, static_cast<size_t>(n));
    return n;
  };
  xmlChar** names = prefixes.empty() ? nullptr : prefixes.data();
  int status =
      set ? Xml().xmlC14NDocSaveTo(node->doc, set->nodesetval, mode, names, args.Bool(at + 1), buffer)
      : IsDocument(node)
          ? Xml().xmlC14NDocSaveTo(node->doc, nullptr, mode, names, args.Bool(at + 1), buffer)
          : Xml().xmlC14NExecute(node->doc, InSubtree, node, mode, names, args.Bool(at + 1), buffer);
  Xml().xmlOutputBufferClose(buffer);
  if (set) Xml().xmlXPathFreeObject(set);
  if (context) Xml().xmlXPathFreeContext(context);
  return status >= 0;
}
}  // namespace

void NodeC14n(Args args, Value* result) {
  std::string out;
  bool good = Canonical(args, 0, &out);
  if (HasException()) return;
  if (!good) return Return(result, false);
  Return(result, std::string_view(out));
}
void NodeC14nFile(Args args, Value* result) {
  std::string out, error;
  bool good = Canonical(args, 1, &out);
  if (HasException()) return;
  Return(result, false);
  if (!good) return;
  std::unique_ptr<Stream> s = OpenXmlStream(args.View(0), "wb", &error);
  if (!s) return FunctionWarning("%s: Failed to open stream: %s", args.View(0), error);
  s->Write(out);
  s->Flush();
  Return(result, static_cast<int64_t>(out.size()));
}

}  // namespace tusk
