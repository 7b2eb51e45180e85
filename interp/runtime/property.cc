// Reading, writing, testing and unsetting properties: visibility, types, readonly, hooks, magic accessors.
#include <optional>
#include <vector>

#include "interp/runtime/array.h"
#include "interp/runtime/class.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/lazy.h"
#include "interp/runtime/object.h"
#include "interp/runtime/property_inline.h"
#include "interp/runtime/property_lookup.h"

namespace tusk {
namespace {

// --- magic accessors in progress
// Inside __get('x') of an object, $this->x means the property itself. Magic calls nest, so the running ones
// are a stack; the object's flag says whether looking is worth it.

enum class Magic : uint8_t { kGet, kSet, kIsset, kUnset };

struct RunningMagic {
  Object* object;
  String* name;
  Magic kind;
};
std::vector<RunningMagic> g_running_magic;

bool InMagic(Object* o, String* name, Magic kind) {
  // A proxy and what it stands for are one.
  if (TUSK_UNLIKELY(o->flags & ObjectFlags::kLazyProxy)) o = LazyInstance(o);
  if (!(o->flags & ObjectFlags::kGuarded)) return false;
  for (size_t i = g_running_magic.size(); i-- > 0;) {
    const RunningMagic& r = g_running_magic[i];
    if (r.object == o && r.kind == kind && Equal(r.name, name)) return true;
  }
  return false;
}

class MagicScope {
 public:
  MagicScope(Object* o, String* name, Magic kind)
      : object_(LazyInstance(o)), name_(name), was_guarded_(object_->flags & ObjectFlags::kGuarded) {
    g_running_magic.push_back({object_, name, kind});
    object_->flags |= ObjectFlags::kGuarded;
    Retain(object_);
    Retain(name);
  }
  ~MagicScope() {
    g_running_magic.pop_back();
    if (!was_guarded_) object_->flags &= ~ObjectFlags::kGuarded;
    Release(name_);
    Release(Value(object_));
  }
  MagicScope(const MagicScope&) = delete;
  MagicScope& operator=(const MagicScope&) = delete;

 private:
  Object* object_;
  String* name_;
  bool was_guarded_;
};

void CallMagic(Object* o, String* name, Magic kind, Function* f, const Value* argument, Value* result) {
  MagicScope scope(o, name, kind);
  Value args[2] = {Value(name), argument ? *argument : Value()};
  g_state->call(f, o, o->cls, argument ? 2 : 1, args, result);
}

// While an access is handed on from a lazy object to the one it is meant for: holds both. Magic that runs for
// the proxy counts as running for its instance.
class Forwarded {
 public:
  Forwarded(Object* o, String* name) : from_(o) {
    Retain(o);
    bool running[4];
    for (size_t i = 0; i < 4; ++i) running[i] = InMagic(o, name, static_cast<Magic>(i));
    target_ = LazyTarget(o);
    if (!target_) return;
    Retain(target_);
    for (size_t i = 0; i < 4 && target_ != o; ++i) {
      if (running[i] && !InMagic(target_, name, static_cast<Magic>(i)))
        magic_[i].emplace(target_, name, static_cast<Magic>(i));
    }
  }
  ~Forwarded() {
    for (size_t i = 4; i-- > 0;) magic_[i].reset();
    if (target_) Release(Value(target_));
    Release(Value(from_));
  }
  Forwarded(const Forwarded&) = delete;
  Forwarded& operator=(const Forwarded&) = delete;
  Object* target() const { return target_; }

 private:
  Object* from_;
  Object* target_;
  std::optional<MagicScope> magic_[4];
};

// Whether an access that found `slot` without a value (null: no declared property) is one that a lazy object
// is initialised for.
bool MustForward(const Object* o, const Value* slot) {
  return TUSK_UNLIKELY(IsLazy(o)) && (!slot || (slot->extra & kSlotLazy));
}

}  // namespace

// --- finding

Lookup FindProperty(Class* c, String* name, Class* scope, PropertyInfo** out, bool silent) {
  PropertyInfo** found = c->properties.size() ? c->properties.Find(name) : nullptr;
  PropertyInfo* info = found ? *found : nullptr;
  constexpr uint32_t kSpecial = FunctionFlags::kPrivate | FunctionFlags::kProtected | PropertyFlags::kChanged;
  // A private property of the running scope comes before what a subclass declares under the name.
  if (scope && scope != c && (!info || (info->flags & kSpecial)) && (!info || info->scope != scope)) {
    PropertyInfo** own = scope->properties.size() ? scope->properties.Find(name) : nullptr;
    if (own && ((*own)->flags & FunctionFlags::kPrivate) && (*own)->scope == scope &&
        !((*own)->flags & FunctionFlags::kStatic) && InstanceOf(c, scope)) {
      *out = *own;
      return Lookup::kSlot;
    }
  }
  if (!info) return Lookup::kDynamic;
  if ((info->flags & (FunctionFlags::kPrivate | FunctionFlags::kProtected)) && info->scope != scope) {
    if (info->flags & FunctionFlags::kPrivate) {
      if (info->scope != c) return Lookup::kDynamic;  // an ancestor's: not there for anybody else
      *out = info;
      return Lookup::kDenied;
    }
    if (!PropertyAccessible(info, scope)) {
      *out = info;
      return Lookup::kDenied;
    }
  }
  if (info->flags & FunctionFlags::kStatic) {
    if (!silent) Notice("Accessing static property %s::$%s as non static", c->name->data, name->view());
    return Lookup::kDynamic;
  }
  *out = info;
  return Lookup::kSlot;
}

namespace {

// The same, asking the access's cache (may be null) first: it holds what was found under the same name and
// scope.
Lookup FindProperty(Class* c, String* name, Class* scope, void* const* cache, PropertyInfo** out,
                    bool silent) {
  auto word = cache ? reinterpret_cast<uintptr_t>(cache[1]) : 0;
  if (word >= sizeof(Object) && CacheHoldsFor(c, cache)) {
    *out = c->slot_info[((word & ~PropertyCache::kFlagMask) - sizeof(Object)) / sizeof(Value)];
    return Lookup::kSlot;
  }
  return FindProperty(c, name, scope, out, silent);
}

const char* VisibilityName(uint32_t flags) {
  return flags & FunctionFlags::kPrivate     ? "private"
         : flags & FunctionFlags::kProtected ? "protected"
                                             : "public";
}

TUSK_COLD void ThrowDenied(const PropertyInfo* info, Object* o, String* name) {
  ThrowError("Cannot access %s property %s::$%s", VisibilityName(info->flags), o->cls->name->data,
             name->view());
}

// The stored value is meant where a hook of the property uses the property of its own object: one of the
// class, or one that it overrides and called as parent::$name::set().
bool InHookOf(const PropertyInfo* info, Object* o) {
  Function* f = g_state->running_callable ? g_state->running_callable() : nullptr;
  if (!f || (g_state->running_this && g_state->running_this() != o)) return false;
  if (f == info->get_hook || f == info->set_hook) return true;
  if (!f->name || f->name->data[0] != '$' || !f->scope || f->scope == info->scope) return false;
  PropertyInfo* const* overridden = f->scope->properties.Find(info->name);
  return overridden && !((*overridden)->flags & FunctionFlags::kPrivate) &&
         (f == (*overridden)->get_hook || f == (*overridden)->set_hook) && InstanceOf(info->scope, f->scope);
}

// Protected members belong to the class that first declared them: siblings that share it may use them.
const Class* RootOfProperty(const PropertyInfo* info) {
  const Class* root = info->scope;
  for (const Class* p = root->parent; p; p = p->parent) {
    const auto* inherited = p->properties.Find(info->name->view());
    if (!inherited || ((*inherited)->flags & FunctionFlags::kPrivate)) break;
    root = (*inherited)->scope;
  }
  return root;
}

// Writing may be more restricted than reading.
bool WriteAllowed(const PropertyInfo* info, Class* scope) {
  constexpr uint32_t kRestricted = PropertyFlags::kPrivateSet | PropertyFlags::kProtectedSet;
  if (TUSK_LIKELY(!(info->flags & kRestricted))) return true;
  if (info->scope == scope) return true;
  if (info->flags & PropertyFlags::kPrivateSet) return false;
  return scope && (InstanceOf(scope, RootOfProperty(info)) || InstanceOf(info->scope, scope));
}

TUSK_COLD void ThrowWriteDenied(const PropertyInfo* info, Class* scope, const char* verb) {
  bool is_private = info->flags & PropertyFlags::kPrivateSet;
  bool readonly = (info->flags & PropertyFlags::kReadonly) && !is_private;
  ThrowError("Cannot %s %s(set)%s property %s::$%s from %s%s", verb, is_private ? "private" : "protected",
             readonly ? " readonly" : "", info->scope->name->data, info->name->view(),
             scope ? "scope " : "global scope", scope ? scope->name->data : "");
}

TUSK_COLD void ThrowReadonly(const PropertyInfo* info) {
  ThrowError("Cannot modify readonly property %s::$%s", info->scope->name->data, info->name->view());
}

TUSK_COLD void ThrowIndirect(const PropertyInfo* info) {
  ThrowError("Cannot indirectly modify readonly property %s::$%s", info->scope->name->data,
             info->name->view());
}

TUSK_COLD void ThrowTypeMismatch(const PropertyInfo* info, const Value& v) {
  if (HasException()) return;
  String* type = TypeToString(info->type);
  ThrowTypeError("Cannot assign %s to property %s::$%s of type %s", TypeNameForErrors(v),
                 info->scope->name->data, info->name->view(), type->view());
  Release(type);
}

TUSK_COLD void ThrowUninitialised(const PropertyInfo* info) {
  ThrowError("Typed property %s::$%s must not be accessed before initialization", info->scope->name->data,
             info->name->view());
}

void Remember(void** cache, Object* o, const PropertyInfo* info) {
  if (!cache) return;
  uintptr_t word = sizeof(Object) + info->slot * sizeof(Value);
  constexpr uint32_t kChecked =
      PropertyFlags::kReadonly | PropertyFlags::kPrivateSet | PropertyFlags::kProtectedSet;
  if (info->type.declared || (info->flags & kChecked)) word |= PropertyCache::kGuardedWrite;
  cache[0] = o->cls;
  cache[1] = reinterpret_cast<void*>(word);
}

void RememberDynamic(void** cache, Object* o) {
  if (!cache) return;
  cache[0] = o->cls;
  cache[1] = reinterpret_cast<void*>(PropertyCache::kDynamic);
}

bool CheckDynamicName(String* name) {
  if (name->length > 0 && name->data[0] == '\0') {
    ThrowError("Cannot access property starting with \"\\0\"");
    return false;
  }
  return true;
}

// Dynamic properties are plain string keys, except that "12" is the integer 12 only in arrays: here all are
// strings.
Value GetDynamic(Object* o, String* name) { return o->dynamic ? GetStr(o->dynamic, name) : Value(); }

Array* WritableDynamic(Object* o) {
  if (!o->dynamic) o->dynamic = NewHash(8);
  if (o->dynamic->refcount != 1) {
    Value place(o->dynamic);
    o->dynamic = Separate(&place);
  }
  return o->dynamic;
}

// Whether a property that nobody declared may be made. Warns; user code may run (the caller holds the
// object).
bool MayCreateDynamic(Object* o, String* name) {
  Class* c = o->cls;
  if (c->Is(ClassFlags::kNoDynamicProperties) || c->Is(ClassFlags::kReadonly) || c->Is(ClassFlags::kEnum)) {
    ThrowError("Cannot create dynamic property %s::$%s", c->name->data, name->view());
    return false;
  }
  if (!c->Is(ClassFlags::kAllowDynamicProperties)) {
    Deprecated("Creation of dynamic property %s::$%s is deprecated", c->name->data, name->view());
    if (HasException()) return false;
  }
  return true;
}

// Stores v (taken over) in a slot that may hold a reference; the old value dies last.
bool StoreValue(Value* place, Value v, bool strict) {
  if (place->IsReference()) {
    Reference* ref = place->ref;
    if (ref->constraints) return AssignToTypedReference(ref, v, strict);
    place = &ref->value;
  }
  Value old = *place;
  *place = v;
  Release(old);
  return true;
}

}  // namespace

bool PropertyAccessible(const PropertyInfo* info, const Class* scope) {
  if (!(info->flags & (FunctionFlags::kPrivate | FunctionFlags::kProtected)) || info->scope == scope)
    return true;
  if ((info->flags & FunctionFlags::kPrivate) || !scope) return false;
  return InstanceOf(scope, RootOfProperty(info)) || InstanceOf(info->scope, scope);
}

// --- elements that look like properties

bool MeansElement(Object* o) {
  auto asks = o->cls->handlers->elements_as_properties;
  return TUSK_UNLIKELY(asks != nullptr) && asks(o);
}
Value CallOffset(Object* o, Function* method, String* name, Value v = Value()) {
  Retain(o);
  Value argv[2] = {Value(name), v}, result;
  g_state->call(method, o, o->cls, v.IsUndef() ? 1 : 2, argv, &result);
  Release(Value(o));
  return result;
}
// Whether there is such an element, and it is not null (`check_empty`: not empty).
bool HasElement(Object* o, String* name, bool check_empty) {
  Value answer = CallOffset(o, o->cls->offset_exists, name);
  bool found = !HasException() && ToBool(answer);
  Release(answer);
  if (!found || !(check_empty || o->cls->offset_exists->scope->Is(ClassFlags::kBuiltin))) return found;
  Value v = CallOffset(o, o->cls->offset_get, name);
  found = !HasException() && (check_empty ? ToBool(Deref(v)) : !Deref(v).IsNullOrUndef());
  Release(v);
  return found;
}

// --- reading

namespace {
// What a getter returned by reference, read as a value; takes the count over.
Value WithoutReference(Value v) {
  if (TUSK_LIKELY(!v.IsReference())) return v;
  Value plain = CopyDeref(v);
  Release(v);
  return plain;
}
}  // namespace

Value ReadProperty(Object* o, String* name, Class* scope, void** cache, AccessKind kind) {
  Class* c = o->cls;
  PropertyInfo* info = nullptr;
  bool quiet = kind == AccessKind::kIsset;
  Lookup lookup = FindProperty(c, name, scope, cache, &info, quiet || c->get);
  if (lookup == Lookup::kSlot) {
    Value* slot = &o->props()[info->slot];
    if (TUSK_UNLIKELY(HasHooks(info)) && !InHookOf(info, o)) {
      bool in_place =
          kind == AccessKind::kWrite || kind == AccessKind::kReadWrite || kind == AccessKind::kUnset;
      if (info->get_hook) {
        Value result;
        Retain(o);
        g_state->call(info->get_hook, o, c, 0, nullptr, &result);
        Release(Value(o));
        if (in_place && !result.IsUndef() && !result.IsReference() && !result.IsObject()) {
          ThrowError("Indirect modification of %s::$%s is not allowed", c->name->data, name->view());
          Release(result);
          return Value();
        }
        return in_place ? result : WithoutReference(result);
      }
      if (info->flags & PropertyFlags::kVirtual) {
        ThrowError("Property %s::$%s is write-only", info->scope->name->data, name->view());
        return Value();
      }
      if (in_place && !Deref(slot)->IsObject()) {
        ThrowError("Indirect modification of %s::$%s is not allowed", c->name->data, name->view());
        return Value();
      }
    } else if (!HasHooks(info)) {
      Remember(cache, o, info);
    }
    if (!slot->IsUndef()) {
      if (TUSK_UNLIKELY(kind == AccessKind::kWrite || kind == AccessKind::kReadWrite ||
                        kind == AccessKind::kUnset)) {
        // Asked for in place: an object may be changed through the value, anything else may not.
        if ((info->flags & PropertyFlags::kReadonly) && !Deref(slot)->IsObject()) {
          ThrowIndirect(info);
          return Value();
        }
      }
      return CopyDeref(*slot);
    }
    if (MustForward(o, slot)) {
      Forwarded forward(o, name);
      return forward.target() ? ReadProperty(forward.target(), name, scope, nullptr, kind) : Value();
    }
    if (info->type.declared && (slot->extra & (kSlotUninit | kSlotLazy))) {
      if (kind == AccessKind::kUnset) return Value::Null();
      if (!quiet) ThrowUninitialised(info);
      return quiet ? Value::Null() : Value();
    }
  } else if (lookup == Lookup::kDynamic) {
    if (HasException()) return Value();
    Value v = GetDynamic(o, name);
    if (!v.IsUndef()) {
      RememberDynamic(cache, o);
      return CopyDeref(v);
    }
  }
  if (MeansElement(o)) {
    if (quiet && !HasElement(o, name, false)) return Value::Null();
    return CallOffset(o, c->offset_get, name);
  }
  if (quiet && c->isset && !InMagic(o, name, Magic::kIsset)) {
    Value answer;
    MagicScope alive(o, name, Magic::kIsset);
    Value arg(name);
    g_state->call(c->isset, o, c, 1, &arg, &answer);
    bool set = !answer.IsUndef() && ToBool(answer);
    Release(answer);
    if (HasException()) return Value();
    if (!set) return Value::Null();
    if (c->get && !InMagic(o, name, Magic::kGet)) {
      Value result;
      CallMagic(o, name, Magic::kGet, c->get, nullptr, &result);
      return WithoutReference(result);
    }
    return Value::Null();
  }
  if (c->get && !InMagic(o, name, Magic::kGet)) {
    Value result;
    Retain(o);
    CallMagic(o, name, Magic::kGet, c->get, nullptr, &result);
    if (kind == AccessKind::kRead || kind == AccessKind::kIsset) result = WithoutReference(result);
    if (!result.IsUndef() && !result.IsReference() && !result.IsObject() &&
        (kind == AccessKind::kWrite || kind == AccessKind::kReadWrite)) {
      Notice("Indirect modification of overloaded property %s::$%s has no effect", c->name->data,
             name->view());
    }
    if (lookup == Lookup::kSlot && info->type.declared && !result.IsUndef()) {
      // An unset typed property: what __get gives must fit it.
      Value plain = *Deref(&result);
      Retain(plain);
      if (!CoerceToType(info->type, &plain, info->scope, g_state->running_strict())) {
        if (!HasException()) {
          String* type = TypeToString(info->type);
          ThrowTypeError(
              "Value of type %s returned from %s::__get() must be compatible with unset property %s::$%s of "
              "type %s",
              TypeNameForErrors(plain), c->name->data, info->scope->name->data, name->view(), type->view());
          Release(type);
        }
        Release(plain);
        Release(result);
        result = Value();
      } else {
        Release(result);
        result = plain;
      }
    }
    Release(Value(o));
    return result;
  }
  if (lookup == Lookup::kDenied) {
    if (quiet) return Value::Null();
    ThrowDenied(info, o, name);
    return Value();
  }
  if (lookup == Lookup::kDynamic && MustForward(o, nullptr)) {
    Forwarded forward(o, name);
    return forward.target() ? ReadProperty(forward.target(), name, scope, nullptr, kind) : Value();
  }
  if (!CheckDynamicName(name)) return Value();
  if (quiet) return Value::Null();
  if (lookup == Lookup::kSlot && info->type.declared) {
    ThrowUninitialised(info);
    return Value();
  }
  Warning("Undefined property: %s::$%s", c->name->data, name->view());
  return HasException() ? Value() : Value::Null();
}

// --- writing

bool WriteProperty(Object* o, String* name, Value v, Class* scope, void** cache, bool strict) {
  Class* c = o->cls;
  PropertyInfo* info = nullptr;
  Lookup lookup = FindProperty(c, name, scope, cache, &info, c->set);
  if (lookup == Lookup::kSlot) {
    Value* slot = &o->props()[info->slot];
    if (TUSK_UNLIKELY(HasHooks(info)) && !InHookOf(info, o)) {
      if (info->set_hook) {
        if (!WriteAllowed(info, scope)) {
          ThrowWriteDenied(info, scope, "modify");
          Release(v);
          return false;
        }
        Value result;
        Retain(o);
        g_state->call(info->set_hook, o, c, 1, &v, &result);
        Release(result);
        Release(v);
        Release(Value(o));
        return !HasException();
      }
      if (info->flags & PropertyFlags::kVirtual) {
        ThrowError("Property %s::$%s is read-only", info->scope->name->data, name->view());
        Release(v);
        return false;
      }
    }
    if (!slot->IsUndef()) {
      if (!HasHooks(info)) Remember(cache, o, info);
      if (info->flags & PropertyFlags::kReadonly) {
        if (!(slot->extra & kSlotReinit) || (info->scope != scope && !WriteAllowed(info, scope))) {
          if (info->scope != scope && !WriteAllowed(info, scope) &&
              (info->flags & PropertyFlags::kPrivateSet)) {
            ThrowWriteDenied(info, scope, "modify");
          } else {
            ThrowReadonly(info);
          }
          Release(v);
          return false;
        }
      } else if (!WriteAllowed(info, scope)) {
        ThrowWriteDenied(info, scope, "modify");
        Release(v);
        return false;
      }
      if (info->type.declared) {
        if (!CoerceToType(info->type, &v, info->scope, strict)) {
          ThrowTypeMismatch(info, v);
          Release(v);
          return false;
        }
        slot = &o->props()[info->slot];
        slot->extra &= ~kSlotReinit;
      }
      return StoreValue(slot, v, strict);
    }
    if (MustForward(o, slot)) {
      Forwarded forward(o, name);
      if (forward.target()) return WriteProperty(forward.target(), name, v, scope, nullptr, strict);
      Release(v);
      return false;
    }
    bool uninit = slot->extra & (kSlotUninit | kSlotLazy);
    bool magic = (c->set || MeansElement(o)) && !uninit && !InMagic(o, name, Magic::kSet);
    if (!magic) {
      if (!HasHooks(info)) Remember(cache, o, info);
      if (!WriteAllowed(info, scope)) {
        ThrowWriteDenied(info, scope, "modify");
        Release(v);
        return false;
      }
      if (info->type.declared && !CoerceToType(info->type, &v, info->scope, strict)) {
        ThrowTypeMismatch(info, v);
        Release(v);
        return false;
      }
      slot = &o->props()[info->slot];
      slot->extra = 0;
      Value old = *slot;
      *slot = v;
      Release(old);
      return true;
    }
  } else if (lookup == Lookup::kDynamic) {
    if (HasException()) {
      Release(v);
      return false;
    }
    if (o->dynamic && !GetStr(o->dynamic, name).IsUndef()) {
      Value* place = Find(WritableDynamic(o), ArrayKey::Str(name));
      RememberDynamic(cache, o);
      return StoreValue(place, v, strict);
    }
  }
  if (MeansElement(o)) {
    Release(CallOffset(o, c->offset_set, name, v));
    Release(v);
    return !HasException();
  }
  if (c->set && !InMagic(o, name, Magic::kSet)) {
    Value result;
    CallMagic(o, name, Magic::kSet, c->set, &v, &result);
    Release(result);
    Release(v);
    return !HasException();
  }
  if (lookup == Lookup::kDenied) {
    ThrowDenied(info, o, name);
    Release(v);
    return false;
  }
  if (!CheckDynamicName(name)) {
    Release(v);
    return false;
  }
  if (MustForward(o, nullptr)) {
    Forwarded forward(o, name);
    if (forward.target()) return WriteProperty(forward.target(), name, v, scope, nullptr, strict);
    Release(v);
    return false;
  }
  Retain(o);
  bool ok = MayCreateDynamic(o, name);
  if (ok) {
    SetStr(WritableDynamic(o), name, v);
  } else {
    Release(v);
  }
  Release(Value(o));
  return ok;
}

// --- in place

Value* PropertyPlace(Object* o, String* name, Class* scope, void** cache, AccessKind kind) {
  Class* c = o->cls;
  PropertyInfo* info = nullptr;
  Lookup lookup = FindProperty(c, name, scope, cache, &info, c->get);
  if (lookup == Lookup::kSlot) {
    Value* slot = &o->props()[info->slot];
    if (HasHooks(info) && !InHookOf(info, o)) return nullptr;  // reading decides
    if (!slot->IsUndef()) {
      // Read/write decides: an object may be used, a value may not be changed.
      if (info->flags & PropertyFlags::kReadonly) return nullptr;
      if (!WriteAllowed(info, scope)) {
        if (Deref(slot)->IsObject() || kind == AccessKind::kReadWrite) return nullptr;
        ThrowWriteDenied(info, scope, "indirectly modify");
        return nullptr;
      }
      Remember(cache, o, info);
      return slot;
    }
    if (MustForward(o, slot)) {
      Forwarded forward(o, name);
      return forward.target() ? PropertyPlace(forward.target(), name, scope, nullptr, kind) : nullptr;
    }
    bool magic = c->get && !(slot->extra & (kSlotUninit | kSlotLazy)) && !InMagic(o, name, Magic::kGet);
    if (magic) return nullptr;
    if (info->flags & PropertyFlags::kReadonly) {
      if (kind == AccessKind::kReadWrite) {
        ThrowUninitialised(info);
      } else if (kind == AccessKind::kWrite) {
        ThrowIndirect(info);
      }
      return nullptr;
    }
    if (!WriteAllowed(info, scope)) {
      if (kind == AccessKind::kReadWrite) ThrowUninitialised(info);
      if (kind == AccessKind::kWrite) ThrowWriteDenied(info, scope, "indirectly modify");
      return nullptr;
    }
    if (info->type.declared) {
      if (kind == AccessKind::kReadWrite) {
        ThrowUninitialised(info);
        return nullptr;
      }
      return slot;  // kUndef: the caller makes what the type allows
    }
    Remember(cache, o, info);
    if (kind == AccessKind::kReadWrite) {
      Retain(o);
      *slot = Value::Null();
      Warning("Undefined property: %s::$%s", c->name->data, name->view());
      Release(Value(o));
      return HasException() ? nullptr : &o->props()[info->slot];
    }
    *slot = Value::Null();
    return slot;
  }
  if (lookup != Lookup::kDenied && HasException()) return nullptr;
  if (lookup == Lookup::kDynamic && o->dynamic && !GetStr(o->dynamic, name).IsUndef())
    return Find(WritableDynamic(o), ArrayKey::Str(name));
  if (MeansElement(o)) {
    bool own = c->offset_get->scope->Is(ClassFlags::kBuiltin);
    return own ? c->handlers->element_place(o, Value(name), kind == AccessKind::kWrite) : nullptr;
  }
  if (lookup == Lookup::kDenied) {
    if (!(c->get && !InMagic(o, name, Magic::kGet))) ThrowDenied(info, o, name);
    return nullptr;
  }
  if (c->get && !InMagic(o, name, Magic::kGet)) return nullptr;
  if (MustForward(o, nullptr)) {
    Forwarded forward(o, name);
    return forward.target() ? PropertyPlace(forward.target(), name, scope, nullptr, kind) : nullptr;
  }
  if (!CheckDynamicName(name)) return nullptr;
  Retain(o);
  Value* place = nullptr;
  if (MayCreateDynamic(o, name)) {
    if (kind == AccessKind::kReadWrite) Warning("Undefined property: %s::$%s", c->name->data, name->view());
    if (!HasException() && o->refcount > 1) place = FindOrInsert(WritableDynamic(o), ArrayKey::Str(name));
  }
  Release(Value(o));
  return place;
}

// --- isset, unset

bool HasProperty(Object* o, String* name, Class* scope, void** cache, bool check_empty) {
  Class* c = o->cls;
  PropertyInfo* info = nullptr;
  Lookup lookup = FindProperty(c, name, scope, &info, true);
  auto answer = [check_empty](const Value& v) {
    return check_empty ? ToBool(*Deref(&v)) : !Deref(&v)->IsNullOrUndef();
  };
  if (lookup == Lookup::kSlot) {
    const Value* slot = &o->props()[info->slot];
    if (HasHooks(info) && !InHookOf(info, o)) {
      if (info->get_hook) {
        Value v;
        g_state->call(info->get_hook, o, c, 0, nullptr, &v);
        bool result = !HasException() && answer(v);
        Release(v);
        return result;
      }
      if (info->flags & PropertyFlags::kVirtual) {
        ThrowError("Property %s::$%s is write-only", info->scope->name->data, name->view());
        return false;
      }
    } else if (!HasHooks(info)) {
      Remember(cache, o, info);
    }
    if (!slot->IsUndef()) return answer(*slot);
    if (MustForward(o, slot)) {
      Forwarded forward(o, name);
      return forward.target() && HasProperty(forward.target(), name, scope, nullptr, check_empty);
    }
    if (info->type.declared && (slot->extra & (kSlotUninit | kSlotLazy))) return false;
  } else if (lookup == Lookup::kDynamic) {
    if (c->properties.size() == 0 && !c->isset && !c->handlers->elements_as_properties)
      RememberDynamic(cache, o);
    Value v = GetDynamic(o, name);
    if (!v.IsUndef()) return answer(v);
  }
  if (MeansElement(o)) return HasElement(o, name, check_empty);
  if (c->isset && !InMagic(o, name, Magic::kIsset)) {
    Value set;
    CallMagic(o, name, Magic::kIsset, c->isset, nullptr, &set);
    bool result = !set.IsUndef() && ToBool(set);
    Release(set);
    if (HasException()) return false;
    if (result && check_empty) {
      if (!c->get || InMagic(o, name, Magic::kGet)) return false;
      Value v;
      CallMagic(o, name, Magic::kGet, c->get, nullptr, &v);
      result = !v.IsUndef() && ToBool(*Deref(&v));
      Release(v);
      if (HasException()) return false;
    }
    return result;
  }
  if (lookup == Lookup::kDynamic && MustForward(o, nullptr)) {
    Forwarded forward(o, name);
    return forward.target() && HasProperty(forward.target(), name, scope, nullptr, check_empty);
  }
  return false;
}

void UnsetProperty(Object* o, String* name, Class* scope, void** cache) {
  Class* c = o->cls;
  PropertyInfo* info = nullptr;
  Lookup lookup = FindProperty(c, name, scope, &info, c->unset);
  if (lookup == Lookup::kSlot) {
    Value* slot = &o->props()[info->slot];
    if (HasHooks(info)) {
      ThrowError("Cannot unset hooked property %s::$%s", c->name->data, name->view());
      return;
    }
    if (!slot->IsUndef()) {
      if ((info->flags & PropertyFlags::kReadonly) && !(slot->extra & kSlotReinit)) {
        ThrowError("Cannot unset readonly property %s::$%s", info->scope->name->data, name->view());
        return;
      }
      if (!WriteAllowed(info, scope)) return ThrowWriteDenied(info, scope, "unset");
      Value old = *slot;
      slot->type = Type::kUndef;
      slot->extra = 0;
      if (old.IsReference() && old.ref->constraints) ForgetConstraint(old.ref, info);
      Release(old);
      return;
    }
    if (MustForward(o, slot)) {
      Forwarded forward(o, name);
      if (forward.target()) UnsetProperty(forward.target(), name, scope, nullptr);
      return;
    }
    if (slot->extra & kSlotUninit) {
      if (!WriteAllowed(info, scope)) return ThrowWriteDenied(info, scope, "unset");
      slot->extra &= ~kSlotUninit;  // from now on __get is asked
      return;
    }
    if (!c->unset && !WriteAllowed(info, scope)) return ThrowWriteDenied(info, scope, "unset");
  } else if (lookup == Lookup::kDynamic) {
    if (HasException()) return;
    if (o->dynamic && !GetStr(o->dynamic, name).IsUndef()) {
      DeleteStr(WritableDynamic(o), name);
      return;
    }
  }
  if (MeansElement(o)) return Release(CallOffset(o, c->offset_unset, name));
  if (c->unset && !InMagic(o, name, Magic::kUnset)) {
    Value result;
    CallMagic(o, name, Magic::kUnset, c->unset, nullptr, &result);
    Release(result);
    return;
  }
  if (lookup == Lookup::kDenied) {
    return ThrowDenied(info, o, name);
  }
  if (lookup == Lookup::kDynamic && MustForward(o, nullptr)) {
    Forwarded forward(o, name);
    if (forward.target()) UnsetProperty(forward.target(), name, scope, nullptr);
    return;
  }
  CheckDynamicName(name);
}

}  // namespace tusk
