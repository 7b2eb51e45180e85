#include "interp/ext/spl/array_holder.h"

#include <utility>
#include <vector>

#include "interp/ext/spl/array_object.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/function.h"
#include "interp/runtime/lazy.h"

namespace tusk {

bool IsArrayHolder(const Class* c) {
  return c->handlers == &kArrayObjectHandlers || c->handlers == &kArrayIteratorHandlers;
}

namespace {

bool HoldsHolder(const Object* o, const Value& held) {
  return held.IsObject() && held.obj != o && IsArrayHolder(held.obj->cls);
}

void Follow(Object* follower, Object* leader) {
  HolderOf(follower)->next_follower = std::exchange(HolderOf(leader)->first_follower, follower);
}
void Unfollow(Object* follower, Object* leader) {
  for (Object** at = &HolderOf(leader)->first_follower; *at; at = &HolderOf(*at)->next_follower) {
    if (*at != follower) continue;
    *at = HolderOf(follower)->next_follower;
    HolderOf(follower)->next_follower = nullptr;
    return;
  }
}

template <typename F>
void ForFollowers(Object* o, const F& f) {
  f(HolderOf(o));
  for (Object* follower = HolderOf(o)->first_follower; follower; follower = HolderOf(follower)->next_follower)
    ForFollowers(follower, f);
}

// While an array with holes is copied or grows, its elements may move: keeps the positions of all holders
// that stand in it.
class Positions {
 public:
  Positions(Object* root, Value* array) : array_(array) {
    Array* a = array->arr;
    if (a->count == a->used) return;
    ForFollowers(root, [&](ArrayHolder* h) {
      if (h->position == 0 || h->position >= a->used) return;
      // Elements keep their order: what is counted survives any move.
      uint32_t before = 0;
      for (uint32_t p = First(a); p != kEnd && p < h->position; p = Next(a, p)) ++before;
      saved_.push_back({h, before});
    });
  }
  ~Positions() {
    const Array* a = array_->arr;
    for (auto [holder, before] : saved_) {
      uint32_t p = First(a);
      while (before-- > 0 && p != kEnd) p = Next(a, p);
      holder->position = p == kEnd ? a->used : p;
    }
  }
  Positions(const Positions&) = delete;
  Positions& operator=(const Positions&) = delete;

 private:
  Value* array_;
  std::vector<std::pair<ArrayHolder*, uint32_t>> saved_;
};

// The table of dynamic properties, writable.
Array* WritableDynamic(Object* o) {
  if (!o->dynamic) o->dynamic = NewHash(8);
  Value held(o->dynamic);
  return o->dynamic = Separate(&held);
}

// The name that a key is as a property; owned.
String* NameOf(ArrayKey key) {
  if (key.IsInt()) return IntToString(key.num);
  Retain(key.name);
  return key.name;
}

}  // namespace

void Hold(Object* o, Value v) {
  ArrayHolder* h = HolderOf(o);
  if (HoldsHolder(o, h->held)) Unfollow(o, h->held.obj);
  Value old = std::exchange(h->held, v);
  if (HoldsHolder(o, v)) Follow(o, v.obj);
  ForFollowers(o, [](ArrayHolder* follower) { follower->position = 0; });
  Release(old);
}

Elements::Elements(Object* holder) : root_(holder) {
  while (HoldsHolder(root_, HolderOf(root_)->held)) root_ = HolderOf(root_)->held.obj;
  Value* held = &HolderOf(root_)->held;
  array_ = held->IsArray() ? held : nullptr;
  if (held->IsObject() && held->obj->cls->handlers->array_behind)
    array_ = held->obj->cls->handlers->array_behind(held->obj);
  object_ = array_             ? nullptr
            : held->IsObject() ? IsLazy(held->obj) ? LazyTarget(held->obj) : LazyInstance(held->obj)
                               : root_;
  if (!object_) object_ = root_;  // raised
}

const PropertyInfo* Elements::Declared(String* name) const {
  PropertyInfo* const* info = object_->cls->properties.Find(name);
  return info && !((*info)->flags & FunctionFlags::kStatic) ? *info : nullptr;
}
bool Elements::IsElement(uint32_t slot) const {
  constexpr uint32_t kHidden = FunctionFlags::kPrivate | FunctionFlags::kProtected;
  const PropertyInfo* info = object_->cls->slot_info[slot];
  return info && !(info->flags & kHidden) && !object_->props()[slot].IsUndef();
}

Value Elements::Get(ArrayKey key) const {
  if (array_) return tusk::Get(array_->arr, key);
  String* name = NameOf(key);
  Value v;
  if (const PropertyInfo* info = Declared(name)) {
    if (IsElement(info->slot)) v = object_->props()[info->slot];
  } else if (object_->dynamic) {
    v = GetStr(object_->dynamic, name);
  }
  Release(name);
  return v;
}

void Elements::Set(ArrayKey key, Value v) {
  if (array_) {
    Positions positions(root_, array_);
    Array* a = Separate(array_);
    uint32_t p = PositionOf(a, key);
    if (p == kEnd) return tusk::Set(a, key, v);
    return SetAt(a, p, v);
  }
  String* name = NameOf(key);
  if (Declared(name)) {
    WriteProperty(object_, name, v, nullptr, nullptr, false);
  } else {
    SetStr(WritableDynamic(object_), name, v);
  }
  Release(name);
}

bool Elements::Append(Value v) {
  if (!array_) {
    int64_t next = 0;
    for (uint32_t p = object_->dynamic ? First(object_->dynamic) : kEnd; p != kEnd;
         p = Next(object_->dynamic, p)) {
      int64_t number;
      ArrayKey key = tusk::KeyAt(object_->dynamic, p);
      if ((key.IsInt() ? (number = key.num, true) : IsIntKey(key.name->view(), &number)) && number >= next)
        next = number + 1;
    }
    Set(ArrayKey::Int(next), v);
    return true;
  }
  Positions positions(root_, array_);
  if (tusk::Append(Separate(array_), v)) return true;
  Release(v);
  ThrowError("Cannot add element to the array as the next element is already occupied");
  return false;
}

void Elements::Delete(ArrayKey key) {
  if (array_) {
    uint32_t p = PositionOf(array_->arr, key);
    if (p == kEnd) return;
    // What the element holds may run code as it goes: it goes last.
    Positions positions(root_, array_);
    Array* a = Separate(array_);
    p = PositionOf(a, key);
    Value old = tusk::Copy(tusk::ValueAt(a, p));
    DeleteAt(a, p);
    return Release(old);
  }
  String* name = NameOf(key);
  if (Declared(name)) {
    UnsetProperty(object_, name, nullptr, nullptr);
  } else if (object_->dynamic) {
    DeleteStr(WritableDynamic(object_), name);
  }
  Release(name);
}

Value* Elements::Place(ArrayKey key, bool create) {
  if (array_) {
    Positions positions(root_, array_);
    Array* a = Separate(array_);
    return create ? FindOrInsert(a, key) : Find(a, key);
  }
  String* name = NameOf(key);
  Value* place = nullptr;
  if (const PropertyInfo* info = Declared(name)) {
    if (IsElement(info->slot) && !info->type.declared) place = &object_->props()[info->slot];
  } else {
    Array* a = WritableDynamic(object_);
    place = create ? FindOrInsert(a, ArrayKey::Str(name)) : Find(a, ArrayKey::Str(name));
  }
  Release(name);
  return place;
}
uint32_t Elements::At(uint32_t position) const {
  if (array_) return Normalize(array_->arr, position);
  uint32_t slots = object_->cls->slot_count;
  for (; position < slots; ++position) {
    if (IsElement(position)) return position;
  }
  if (!object_->dynamic) return kEnd;
  uint32_t p = Normalize(object_->dynamic, position - slots);
  return p == kEnd ? kEnd : slots + p;
}
Value Elements::ValueAt(uint32_t position) const {
  if (array_) return tusk::ValueAt(array_->arr, position);
  uint32_t slots = object_->cls->slot_count;
  return position < slots ? object_->props()[position] : tusk::ValueAt(object_->dynamic, position - slots);
}
Value Elements::KeyAt(uint32_t position) const {
  if (array_) return KeyValueAt(array_->arr, position);
  uint32_t slots = object_->cls->slot_count;
  if (position >= slots) return KeyValueAt(object_->dynamic, position - slots);
  return tusk::Copy(Value(object_->cls->slot_info[position]->name));
}
uint32_t Elements::Count() const {
  if (array_) return array_->arr->count;
  uint32_t n = object_->dynamic ? object_->dynamic->count : 0;
  for (uint32_t i = 0; i < object_->cls->slot_count; ++i) n += IsElement(i);
  return n;
}
Array* Elements::Copy() const {
  if (array_) {
    Retain(*array_);
    return array_->arr;
  }
  return object_ == root_ ? PropertiesToArray(object_) : ObjectToArray(object_);
}

}  // namespace tusk
