// What the files of the DOM classes share.
#pragma once

#include "interp/ext/xml/lib.h"
#include "interp/runtime/builtin_class.h"
#include "interp/runtime/class_table.h"

namespace tusk {

// The native part of DOMNode and its children.
struct DomNode {
  xmlNode* node;
  XmlDocument* document;  // counted
};
// Of DOMNodeList and DOMNamedNodeMap.
struct DomList {
  enum class Kind { kEmpty, kChildren, kByName, kNodes, kAttributes, kEntities, kNotations };
  XmlDocument* document;  // counted; null for empty ones
  Kind kind;
  xmlNode* base;
  Object* base_object;  // keeps the base's object; counted
  String* name;         // kByName: local name or "*"
  String* space;        // kByName: namespace, "*", or null for lists by qualified name
  std::vector<xmlNode*>* nodes;
  std::vector<Value>* objects;  // kNodes: instead of nodes when some are no nodes of the tree
  // The last one found, valid while the document did not change.
  uint64_t changes;
  int64_t at;
  xmlNode* found;
};

// $this as a node; null with an error raised when it was not constructed.
xmlNode* SelfNode(Args args);
xmlNode* NodeArgument(Args args, uint32_t i);
inline Object* Self(Args args) { return args.frame->self.obj; }
// Binds an object to a node: it takes a reference to the document.
void BindNode(Object* o, xmlNode* node, XmlDocument* d);
// A document for nodes that are made without one.
XmlDocument* LooseDocument();
// Lets the object of a node that is going away, if there is one, have no node any more.
void ForgetNode(xmlNode* node);
inline void ReturnNode(xmlNode* node, Value* result) { *result = WrapDomNode(node); }

enum class DomError {
  kIndexSize = 1,
  kHierarchy = 3,
  kWrongDocument = 4,
  kInvalidCharacter = 5,
  kNoModification = 7,
  kNotFound = 8,
  kNotSupported = 9,
  kInuseAttribute = 10,
  kInvalidState = 11,
  kSyntax = 12,
  kNamespace = 14,
};
void ThrowDom(DomError code);

Value NewDomList(DomList::Kind kind, xmlNode* base, Object* base_object,
                 const char* lower_class = "domnodelist", String* name = nullptr, String* space = nullptr);
Value NewNodesList(XmlDocument* d, std::vector<xmlNode*> nodes);
Value NewObjectsList(XmlDocument* d, std::vector<Value> objects);  // takes over the references
xmlNode* ListItem(DomList* list, int64_t index);
int64_t ListLength(DomList* list);

// Tree changes with libxml2's links kept right and no text merged.
// Throws and returns false when DOM forbids it; `replaced` goes when `child` comes.
bool CheckInsert(xmlNode* parent, xmlNode* child, const xmlNode* replaced = nullptr);
// The tree, taken out of its place, belongs to the document from now on, with its objects.
void AdoptTree(xmlNode* child, XmlDocument* to);
void InsertNode(xmlNode* parent, xmlNode* child, xmlNode* before);
// A node or a string as a node of the document.
xmlNode* NodeOrText(const Value& v, XmlDocument* d);
bool IsXmlName(std::string_view name);
// Splits a qualified name; false with an exception for bad ones.
bool SplitName(std::string_view qualified, std::string* prefix, std::string* local);
xmlNs* NamespaceFor(xmlNode* node, std::string_view uri, std::string_view prefix);
std::string SaveNode(XmlDocument* d, xmlNode* node, int64_t options);
std::string NodeName(xmlNode* node);
void SetAttributeValue(xmlAttr* attr, std::string_view value);
void SetNodeText(xmlNode* node, std::string_view text);

// $o->name and $o->name = v, by kind of object: rows in properties.cc.
void DomGet(Args args, Value* result);
void DomSet(Args args, Value* result);
void DomIsset(Args args, Value* result);
void DomUnset(Args args, Value* result);

Array* DumpDomNode(Object* o);  // what var_dump() shows
// For dumps: objects inside are only mentioned. Takes over the value.
Value DumpedDomValue(Value v);

inline constexpr uint16_t kDomReads = Effects::kReadsState | Effects::kThrows | Effects::kWarns;
inline constexpr uint16_t kDomWrites = kDomReads | Effects::kWritesState | Effects::kCallsBack;

// relations.cc
void NodeC14n(Args args, Value* result);
void NodeC14nFile(Args args, Value* result);
void NodeComparePosition(Args args, Value* result);
void NodeContains(Args args, Value* result);
void NodeIsEqual(Args args, Value* result);
void NodeRoot(Args args, Value* result);
void InsertAdjacentElement(Args args, Value* result);
void InsertAdjacentText(Args args, Value* result);
// xpath.cc: a DOMNameSpaceNode for a declaration as the element sees it.
Value NewNamespaceNode(xmlNode* element, std::string_view prefix, std::string_view uri);

void NodeAppend(Args args, Value* result);
void NodePrepend(Args args, Value* result);
void NodeReplaceChildren(Args args, Value* result);
void NodeBefore(Args args, Value* result);
void NodeAfter(Args args, Value* result);
void NodeReplaceWith(Args args, Value* result);
void NodeRemove(Args args, Value* result);
void ElementsByTagName(Args args, Value* result);
void ElementsByTagNameNs(Args args, Value* result);

}  // namespace tusk
