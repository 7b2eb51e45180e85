// What ArrayObject and ArrayIterator have in common: elements that lie in an array, in another such object,
// or in the properties of any object; and a position among them that outlives changes made through the
// object.
#pragma once

#include "interp/runtime/array.h"
#include "interp/runtime/object.h"

namespace tusk {

// The native part of both.
struct ArrayHolder {
  enum Flags : uint32_t {
    kStdPropList = 1,      // ArrayObject::STD_PROP_LIST
    kArrayAsProps = 2,     // ArrayObject::ARRAY_AS_PROPS
    kChildArraysOnly = 4,  // RecursiveArrayIterator::CHILD_ARRAYS_ONLY
    kIsSelf = 0x01000000,  // the elements are the object's own properties
    kUserMask = 0xffff,
    kSerialisedMask = kUserMask | kIsSelf,
  };
  Value held;             // kArray; kObject: another holder or an object with properties; kUndef: kIsSelf
  Value sorting;          // kInt: sorts that run (these two: array_is_native)
  Class* iterator_class;  // what getIterator() makes; null: ArrayIterator
  uint32_t flags;
  uint32_t position;       // of the current element, as Elements numbers them
  Object* first_follower;  // holders whose `held` is this one: their positions are in the same elements
  Object* next_follower;
};

// Whether objects of the class are such.
bool IsArrayHolder(const Class* c);
inline ArrayHolder* HolderOf(Object* o) { return o->native<ArrayHolder>(); }

// Changes what the object holds; takes over `v` (kArray, kObject, or kUndef for the object itself). Positions
// begin anew.
void Hold(Object* o, Value v);

// The elements behind a holder, wherever they lie. Positions are those of the array or, in an object, the
// slots of its class followed by the positions of its dynamic properties; only public properties are
// elements.
class Elements {
 public:
  explicit Elements(Object* holder);

  // Borrowed; kUndef when there is none. May be a reference.
  Value Get(ArrayKey key) const;
  // Takes over `v`; an element that is a reference is replaced.
  void Set(ArrayKey key, Value v);
  bool Append(Value v);  // false: raised
  void Delete(ArrayKey key);
  // For work in place: null when there is no such element, or it is a property of a declared type.
  Value* Place(ArrayKey key, bool create);

  uint32_t Count() const;
  uint32_t At(uint32_t position) const;  // the first element at or behind it; kEnd past the last
  Value ValueAt(uint32_t position) const;
  Value KeyAt(uint32_t position) const;  // owned
  Array* Copy() const;                   // as (array) gives them; owned

  Object* root() const { return root_; }      // the holder at the end of the chain
  Value* array() const { return array_; }     // its array, or null
  Object* object() const { return object_; }  // else the object whose properties are meant

 private:
  bool IsElement(uint32_t slot) const;
  const PropertyInfo* Declared(String* name) const;

  Object* root_;
  Value* array_;
  Object* object_;
};

}  // namespace tusk
