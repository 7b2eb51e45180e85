// Classes: members in declaration order with hashed lookup, property slots, magic methods, handlers for
// builtin ones.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "interp/runtime/function.h"
#include "interp/runtime/string.h"
#include "interp/runtime/value.h"

namespace tusk {

struct PropertyInfo;

// An insertion-ordered map from interned names to members: an open-addressed index over the entries, keyed by
// the names' cached hashes. Compared by pointer first.
template <typename T>
class MemberMap {
 public:
  struct Entry {
    String* name;  // interned; methods: lowercase
    T member;
  };
  T* Find(String* name) {
    bool interned = name->Interned();
    uint32_t at = Lookup(name->Hash(), [name, interned](const String* s) {
      return s == name || (!interned && Equal(s, name));
    });
    return at == kNone ? nullptr : &entries_[at].member;
  }
  const T* Find(String* name) const { return const_cast<MemberMap*>(this)->Find(name); }
  T* Find(std::string_view name) {
    if (index_.empty()) return nullptr;
    uint32_t at = Lookup(String::ComputeHash(name.data(), name.size()),
                         [name](const String* s) { return s->view() == name; });
    return at == kNone ? nullptr : &entries_[at].member;
  }
  const T* Find(std::string_view name) const { return const_cast<MemberMap*>(this)->Find(name); }
  // Adds or replaces.
  T* Put(String* name, T member) {
    if (T* found = Find(name)) {
      *found = std::move(member);
      return found;
    }
    entries_.push_back({name, std::move(member)});
    if (entries_.size() * 2 > index_.size()) {
      Rebuild();
    } else {
      Insert(static_cast<uint32_t>(entries_.size() - 1));
    }
    return &entries_.back().member;
  }
  size_t size() const { return entries_.size(); }
  auto begin() { return entries_.begin(); }
  auto end() { return entries_.end(); }
  auto begin() const { return entries_.begin(); }
  auto end() const { return entries_.end(); }

 private:
  static constexpr uint32_t kNone = UINT32_MAX;

  template <typename Same>
  TUSK_INLINE uint32_t Lookup(uint32_t hash, Same same) const {
    if (index_.empty()) return kNone;
    uint32_t mask = static_cast<uint32_t>(index_.size()) - 1;
    for (uint32_t slot = hash & mask;; slot = (slot + 1) & mask) {
      uint32_t at = index_[slot];
      if (at == kNone || same(entries_[at].name)) return at;
    }
  }
  void Insert(uint32_t at) {
    uint32_t mask = static_cast<uint32_t>(index_.size()) - 1;
    uint32_t slot = entries_[at].name->Hash() & mask;
    while (index_[slot] != kNone) slot = (slot + 1) & mask;
    index_[slot] = at;
  }
  void Rebuild() {
    size_t size = 8;
    while (size < entries_.size() * 4) size *= 2;
    index_.assign(size, kNone);
    for (uint32_t i = 0; i < entries_.size(); ++i) Insert(i);
  }

  std::vector<Entry> entries_;
  std::vector<uint32_t> index_;  // at most half full
};

struct ClassFlags {
  enum : uint32_t {
    kAbstract = 1u << 0,  // declared so
    kFinal = 1u << 1,
    kInterface = 1u << 2,
    kTrait = 1u << 3,
    kEnum = 1u << 4,
    kReadonly = 1u << 5,
    kAnonymous = 1u << 6,
    kBuiltin = 1u << 7,
    kLinked = 1u << 8,             // parent and interfaces resolved
    kConstantsResolved = 1u << 9,  // defaults and constants evaluated: objects can be made
    kImplicitAbstract = 1u << 10,
    kHasTypedProperties = 1u << 11,
    kNotSerializable = 1u << 12,
    kNoDynamicProperties = 1u << 13,
    kAllowDynamicProperties = 1u << 14,
    kHasMagicGet = 1u << 15,
    kHasMagicSet = 1u << 16,
    kHasMagicIsset = 1u << 17,
    kHasMagicUnset = 1u << 18,
    kHasHooks = 1u << 19,
    kIsIterator = 1u << 20,
    kIsIteratorAggregate = 1u << 21,
    kIsArrayAccess = 1u << 22,
    kIsThrowable = 1u << 23,
    kHasReadonlyProperties = 1u << 24,
    kHasStaticInitialisers = 1u << 25,  // statics that are expressions: see kConstantsResolved
  };
};

struct ClassConstant {
  Value value;     // kConstantAst until first used
  uint32_t flags;  // FunctionFlags visibility, kFinal; bit 31: enum case
  Class* scope;
  TypeDecl type;
  std::string_view doc_comment;
  const AttributeList* attributes = nullptr;
};
inline constexpr uint32_t kEnumCase = 1u << 31;

struct PropertyInfo {
  String* name;    // interned, unmangled
  uint32_t flags;  // FunctionFlags visibility bits and kStatic, plus PropertyFlags
  uint32_t slot;   // index into Object::props(), or into Class::statics of `scope` for static ones
  Class* scope;    // declaring class
  TypeDecl type;
  Function* get_hook = nullptr;
  Function* set_hook = nullptr;
  std::string_view doc_comment;
  const AttributeList* attributes = nullptr;
};
struct PropertyFlags {
  enum : uint32_t {
    kReadonly = 1u << 24,
    kPromoted = 1u << 25,
    kProtectedSet = 1u << 26,
    kPrivateSet = 1u << 27,
    kVirtual = 1u << 28,
    kChanged = 1u << 29,  // a private property of the same name exists in an ancestor
    kAbstractProperty = 1u << 30,
    kHasDefault =
        1u << 31,  // virtual, and a default is written: right only where an ancestor stores the property
  };
};

// Constraints of a reference that typed properties are bound to.
struct TypeConstraints {
  std::vector<const PropertyInfo*> properties;
};

// Iterator's methods of a builtin class, for loops over objects of classes that override none of them. They
// may raise. *cursor, null at first, is for loops whose position is their own and not the object's.
struct NativeIteration {
  bool (*rewind)(Object* o, void** cursor);  // and valid()
  // valid(), after next() if `advance`; then current() and (unless null) key(), owned. True: nothing raised.
  bool (*fetch)(Object* o, void** cursor, bool advance, Value* value, Value* key);
  // The same by reference: where the element lies. Null: not possible.
  bool (*fetch_place)(Object* o, bool advance, Value** place, Value* key) = nullptr;
  void (*end)(Object* o, void* cursor) = nullptr;  // the loop is over: frees what is not null
};

// What builtin classes do differently; null members mean the standard behaviour (object.h).
struct ObjectHandlers {
  void (*construct_native)(Object* o) = nullptr;  // initialises the native part of a new object
  void (*destroy_native)(Object* o) = nullptr;    // frees what the native part owns
  void (*clone_native)(Object* to, Object* from) = nullptr;
  void (*trace_native)(Object* o, void (*visit)(Value*, void*),
                       void* context) = nullptr;  // for the collector
  bool (*read_dimension)(Object* o, const Value* key, bool isset, Value* result) = nullptr;
  bool (*write_dimension)(Object* o, const Value* key, Value value) = nullptr;
  // isset() and empty(), unset(). False: not answered, or raised.
  bool (*has_dimension)(Object* o, const Value& key, bool check_empty, bool* found) = nullptr;
  bool (*unset_dimension)(Object* o, const Value& key) = nullptr;
  int (*compare)(const Value& a, const Value& b) = nullptr;  // may raise; kUncomparable = 1
  bool cloneable = true;
  bool (*cast)(Object* o, Type to, Value* result) = nullptr;
  int64_t (*count)(Object* o) = nullptr;               // negative: use Countable
  Array* (*properties_for_dump)(Object* o) = nullptr;  // one reference; var_dump, print_r, var_export
  bool dump_is_array = false;                          // (array) and json_encode() show the same
  // a `op` b, one of which is of this class; "~" and unary operands come with b undefined. False: not
  // supported, or raised.
  bool (*operate)(const char* op, const Value& a, const Value& b, Value* result) = nullptr;
  // What (array), json_encode() and var_export() see instead of properties, owned; null: the properties.
  Array* (*cast_to_array)(Object* o) = nullptr;
  // ArrayAccess, where the methods are not overridden. The array that holds the elements: what is found there
  // may be read and replaced without a call. Null: there is none at present.
  Value* (*array_behind)(Object* o) = nullptr;
  // Traces find it in the first Value of the native part, if that is an array and the second one int 0.
  bool array_is_native = false;
  // An element as a place. Null: raised, or !create and there is none.
  Value* (*element_place)(Object* o, const Value& dim, bool create) = nullptr;
  // Whether names that are no properties of it mean elements now: ARRAY_AS_PROPS.
  bool (*elements_as_properties)(Object* o) = nullptr;
  const NativeIteration* iteration = nullptr;
};

struct EnumInfo {
  Type backing = Type::kUndef;  // kInt, kString, or kUndef for pure enums
  Array* cases_by_value = nullptr;
};

struct Class {
  String* name = nullptr;        // interned
  String* lower_name = nullptr;  // interned
  Class* parent = nullptr;
  uint32_t flags = 0;
  uint32_t native_size = 0;             // bytes after the property slots that belong to a builtin ancestor
  uint32_t slot_count = 0;              // declared instance properties, inherited ones first
  Value* defaults = nullptr;            // slot_count values
  PropertyInfo** slot_info = nullptr;   // by slot
  MemberMap<PropertyInfo*> properties;  // visible from this class, static ones included
  MemberMap<ClassConstant*> constants;
  MemberMap<Function*> methods;          // by lowercase name, inherited ones included
  std::vector<Value> statics;            // slots of this class; inherited ones are kIndirect to the owner's
  std::vector<Class*> interfaces;        // all, transitively, in PHP's order
  std::vector<String*> interface_names;  // before linking
  std::vector<String*> trait_names;
  std::vector<Class*> traits;
  String* parent_name = nullptr;
  const ObjectHandlers* handlers = nullptr;  // never null once linked
  EnumInfo* enum_info = nullptr;
  Function* constructor = nullptr;
  Function* destructor = nullptr;
  Function* clone = nullptr;
  Function* get = nullptr;
  Function* set = nullptr;
  Function* isset = nullptr;
  Function* unset = nullptr;
  Function* call = nullptr;
  Function* call_static = nullptr;
  Function* to_string = nullptr;
  Function* invoke = nullptr;
  Function* debug_info = nullptr;
  Function* serialize = nullptr;
  Function* unserialize = nullptr;
  // Iterator / IteratorAggregate / ArrayAccess methods, resolved once at linking.
  Function* it_current = nullptr;
  Function* it_key = nullptr;
  Function* it_next = nullptr;
  Function* it_rewind = nullptr;
  Function* it_valid = nullptr;
  Function* get_iterator = nullptr;
  Function* offset_get = nullptr;
  Function* offset_set = nullptr;
  Function* offset_exists = nullptr;
  Function* offset_unset = nullptr;
  String* file = nullptr;
  uint32_t line_start = 0;
  uint32_t line_end = 0;
  std::string_view doc_comment;
  const AttributeList* attributes = nullptr;
  const void* declaration = nullptr;  // compile-time data of user classes until linking (op.h: ClassDecl)

  bool Is(uint32_t f) const { return flags & f; }
};

// `use` rules of a class: T::m insteadof U; T::m as protected x;
struct ClassTraitRule {
  String* trait = nullptr;  // as written, resolved; null: any
  String* method = nullptr;
  String* alias = nullptr;  // null: only the visibility changes
  uint32_t flags = 0;       // new visibility, 0: unchanged
  std::vector<String*> instead_of;
};

// True if `c` is `ancestor`, extends it or implements it.
bool InstanceOf(const Class* c, const Class* ancestor);

}  // namespace tusk
