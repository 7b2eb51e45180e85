// What the files of SimpleXML share: an object stands for a node, for the children of a name, for all
// children or for the attributes of a node.
#pragma once

#include "interp/ext/xml/lib.h"
#include "interp/runtime/builtin_class.h"
#include "interp/runtime/class_table.h"

namespace tusk::simplexml {

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
inline Sx* Of(Object* o) { return o->native<Sx>(); }
inline Object* Self(Args args) { return args.frame->self.obj; }

// A new object; retains what it is given.
Object* Make(Class* c, XmlDocument* d, xmlNode* node, Seen view, String* name, String* space, bool is_prefix);
// Of the class, document and namespace of `like`.
Value MakeLike(Object* like, xmlNode* node, Seen view = Seen::kNode, String* name = nullptr);

bool MatchesSpace(const Sx* s, const xmlNode* n);
// The first of these siblings, and of all, that the view shows; null for none.
xmlNode* FirstOf(const Sx* s, xmlNode* from);
xmlNode* FirstMember(const Sx* s);
// The node that the object is for reading text, attributes and children.
xmlNode* Actual(const Sx* s);
// The element whose children and attributes are meant.
xmlNode* Container(const Sx* s);
// The namespace of an element or attribute; null for other kinds.
inline xmlNs* SpaceOf(const xmlNode* n) {
  return n->type == XML_ELEMENT_NODE || n->type == XML_ATTRIBUTE_NODE ? n->ns : nullptr;
}
std::string TextIn(xmlNode* n);
void Link(xmlNode* parent, xmlNode* child);
int64_t Count(Object* o);
extern const ObjectHandlers kHandlers;

// object.cc: $x->name and $x[...] as methods.
void Get(Args args, Value* result);
void Set(Args args, Value* result);
void Isset(Args args, Value* result);
void Unset(Args args, Value* result);
void OffsetUnset(Args args, Value* result);
void OffsetExists(Args args, Value* result);
void OffsetGet(Args args, Value* result);
void OffsetSet(Args args, Value* result);

}  // namespace tusk::simplexml
