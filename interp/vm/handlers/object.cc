// Objects: properties unset and tested, new, clone, $this, hooks of parents.
#include "absl/container/flat_hash_map.h"
#include "interp/runtime/array.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/lazy.h"
#include "interp/runtime/operators.h"
#include "interp/runtime/property_inline.h"
#include "interp/vm/class_fetch.h"
#include "interp/vm/handlers/place_ops.h"
#include "interp/vm/handlers/property.h"
#include "interp/vm/leave.h"
#include "interp/vm/signature.h"
#include "interp/vm/stack.h"

namespace tusk::handlers {
namespace {

// --- unset, isset

Transfer UnsetObjBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  Value* place = ObjectPlace(frame, op);
  if (place->IsObject()) {
    PropertyName name(frame, op);
    if (name) {
      Object* o = place->obj;
      Retain(o);
      UnsetProperty(o, name.get(), frame->func->scope, PropertyCacheOf(frame, op, op->extended));
      Release(Value(o));
    }
  } else if (CheckDefined(frame, op, place) && !place->IsNullOrUndef() && !place->IsFalse()) {
    ThrowError("Attempt to unset property \"%s\" on %s",
               op->op2_kind == kConst ? op->Literal(op->op2)->str->view() : "", TypeNameForErrors(*place));
  }
  FreeOp2(frame, op);
  FreeObjectOperand(frame, op);
  return Continue(frame);
}

Transfer IssetIsemptyPropObjBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  bool empty = op->extended & kIsEmpty;
  bool answer = empty;
  Value* place = ObjectPlace(frame, op);
  if (place->IsObject()) {
    void** cache = PropertyCacheOf(frame, op, op->extended & ~kIsEmpty);
    Value* slot = cache ? CachedSlot(place->obj, cache) : nullptr;
    if (slot && !slot->IsUndef()) {
      const Value* v = Deref(slot);
      answer = empty ? !ToBool(*v) : !v->IsNull();
    } else if (cache && cache[0] == place->obj->cls && !place->obj->cls->isset &&
               cache[1] == reinterpret_cast<void*>(PropertyCache::kDynamic)) {
      const Array* dynamic = place->obj->dynamic;
      Value v = dynamic ? Deref(GetStr(dynamic, op->Literal(op->op2)->str)) : Value();
      answer = empty ? v.IsUndef() || !ToBool(v) : !v.IsNullOrUndef();
    } else {
      PropertyName name(frame, op);
      if (name) {
        Object* o = place->obj;
        Retain(o);
        answer = HasProperty(o, name.get(), frame->func->scope, cache, empty) != empty;
        Release(Value(o));
      }
    }
  }
  FreeOp2(frame, op);
  FreeObjectOperand(frame, op);
  return BranchAfter(frame, op, vm, answer);
}

// --- new, clone, $this

void PassBody(Args, Value*) {}
ArgInfo g_pass_args[1];
uint32_t g_pass_fitting[1] = {~uint32_t{0}};
Builtin g_pass = [] {
  static constexpr BuiltinRow kRow = {"pass", "(mixed ...$args): null", BuiltinEffects::kPure, PassBody};
  Builtin f;
  f.kind = FunctionKind::kBuiltin;
  f.flags = FunctionFlags::kVariadic | FunctionFlags::kPublic;
  f.name = nullptr;
  g_pass_args[0].variadic = true;
  f.args = g_pass_args;
  f.fitting = g_pass_fitting;
  f.row = &kRow;
  f.body = PassBody;
  return f;
}();

bool ConstructorAllowed(Frame* frame, Class* c) {
  Function* f = c->constructor;
  if (!f->Is(FunctionFlags::kPrivate | FunctionFlags::kProtected)) return true;
  Class* scope = frame->func->scope;
  if (scope == f->scope) return true;
  if (f->Is(FunctionFlags::kProtected) && scope) {
    Class* root = f->prototype ? f->prototype->scope : f->scope;
    if (InstanceOf(scope, root) || InstanceOf(f->scope, scope)) return true;
  }
  ThrowError("Call to %s %s::%s() from %s", f->Is(FunctionFlags::kPrivate) ? "private" : "protected",
             f->scope->name->data, f->name->view(), ScopeText(scope));
  return false;
}

Transfer NewBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  void** cache = op->op1_kind == kConst ? CacheAt(frame, op->op2.num) : nullptr;
  Class* c = cache && *cache ? static_cast<Class*>(*cache)
                             : FetchOperandClass(frame, op, op->op1, op->op1_kind, cache);
  Object* o = c ? NewObject(c) : nullptr;
  Value* result = Result(frame, op);
  if (TUSK_UNLIKELY(!o)) {
    SetType(result, Type::kUndef);
    return Continue(frame);
  }
  Function* constructor = c->constructor;
  *result = Value(o);
  if (!constructor) {
    const Op* next = op + 1;
    if (op->extended == 0 && next->opcode == Opcode::kDoFcall && frame->op == op) return {frame, op + 2};
    frame->call = PushFrame(vm, &g_pass, op->extended, CallInfo::kInternal, Value(), frame->call);
    return Continue(frame);
  }
  if (TUSK_UNLIKELY(!ConstructorAllowed(frame, c))) {
    o->info |= RefCounted::kDestructed;
    Release(Value(o));
    SetType(result, Type::kUndef);
    return Continue(frame);
  }
  Retain(o);
  uint32_t info = CallInfo::kReleaseThis | CallInfo::kConstructor;
  if (constructor->kind == FunctionKind::kBuiltin) info |= CallInfo::kInternal;
  frame->call = PushFrame(vm, constructor, op->extended, info, Value(o), frame->call);
  return Continue(frame);
}

// parent::$x::get() where the parent has no such hook: reads or writes the stored value.
struct StoredPropertyAccess : Builtin {
  const PropertyInfo* property = nullptr;
};
void ReadStored(Args args, Value* result) {
  const PropertyInfo* info = static_cast<StoredPropertyAccess*>(args.frame->func)->property;
  const Object* o = args.frame->self.obj;
  const Value& v = o->props()[info->slot];
  if (v.IsUndef() && info->type.declared) {
    ThrowError("Typed property %s::$%s must not be accessed before initialization",
               o->cls->slot_info[info->slot]->scope->name->data, info->name->view());
    return;
  }
  if (!v.IsUndef()) *result = CopyDeref(v);
}
void WriteStored(Args args, Value* result) {
  const PropertyInfo* info = static_cast<StoredPropertyAccess*>(args.frame->func)->property;
  Value v = CopyDeref(args[0]);
  if (info->type.declared && !CoerceToType(info->type, &v, info->scope, false)) {
    ThrowPropertyType(info, v);
    Release(v);
    return;
  }
  Value* slot = &args.frame->self.obj->props()[info->slot];
  Value old = *slot;
  *slot = v;
  slot->extra = 0;
  *result = Copy(v);
  Release(old);
}
Function* StoredAccess(PropertyInfo* info, bool set) {
  static auto& made = *new absl::flat_hash_map<std::pair<PropertyInfo*, bool>, StoredPropertyAccess*>;
  StoredPropertyAccess*& f = made[{info, set}];
  if (!f) {
    static constexpr BuiltinRow kGet = {"get", "(): mixed", BuiltinEffects::kThrows, ReadStored};
    static constexpr BuiltinRow kSet = {"set", "(mixed $value)", BuiltinEffects::kThrows, WriteStored};
    f = new StoredPropertyAccess;
    f->kind = FunctionKind::kBuiltin;
    f->flags = FunctionFlags::kPublic;
    f->row = set ? &kSet : &kGet;
    f->body = f->row->body;
    f->name = Intern(absl::StrFormat("$%s::%s", info->name->view(), f->row->name));
    f->scope = info->scope;
    f->property = info;
    ParseSignature(f);
  }
  return f;
}

Transfer InitParentPropertyHookCallBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  Class* parent = frame->func->scope ? frame->func->scope->parent : nullptr;
  String* name = op->Literal(op->op1)->str;
  bool set = op->op2.num != 0;
  PropertyInfo** found = parent ? parent->properties.Find(name->view()) : nullptr;
  if (!parent) {
    ThrowError("Cannot use \"parent\" when current class scope has no parent");
  } else if (!found) {
    ThrowError("Undefined property %s::$%s", parent->name->data, name->view());
  } else if ((*found)->flags & FunctionFlags::kPrivate) {
    ThrowError("Cannot access private property %s::$%s", parent->name->data, name->view());
  } else {
    PropertyInfo* info = *found;
    Function* f = set ? info->set_hook : info->get_hook;
    if (f && f->Is(FunctionFlags::kAbstract)) {
      ThrowError("Cannot call abstract property hook %s::$%s::%s()", parent->name->data, name->view(),
                 set ? "set" : "get");
    } else {
      if (!f) f = StoredAccess(info, set);
      Retain(frame->self);
      uint32_t info_bits = CallInfo::kReleaseThis;
      if (f->kind == FunctionKind::kBuiltin) info_bits |= CallInfo::kInternal;
      frame->call = PushFrame(vm, f, op->extended, info_bits, frame->self, frame->call);
    }
  }
  return Continue(frame);
}

Transfer CloneBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  Value* place = ObjectPlace(frame, op);
  Value result;
  if (!place->IsObject()) {
    if (CheckDefined(frame, op, place)) ThrowError("__clone method called on non-object");
  } else {
    Object* o = place->obj;
    Class* c = o->cls;
    Class* scope = frame->func->scope;
    Function* f = c->clone;
    bool allowed = true;
    if (c->Is(ClassFlags::kEnum) || !c->handlers->cloneable) {
      ThrowError("Trying to clone an uncloneable object of class %s", c->name->data);
      allowed = false;
    } else if (f && f->Is(FunctionFlags::kPrivate | FunctionFlags::kProtected) && f->scope != scope) {
      const Class* root = f->prototype ? f->prototype->scope : f->scope;
      bool family = scope && (InstanceOf(scope, root) || InstanceOf(f->scope, scope));
      if (f->Is(FunctionFlags::kPrivate) || !family) {
        ThrowError("Call to %s %s::__clone() from %s",
                   f->Is(FunctionFlags::kPrivate) ? "private" : "protected", c->name->data, ScopeText(scope));
        allowed = false;
      }
    }
    if (allowed) {
      if (Object* copy = CloneObject(o)) result = Value(copy);
    }
  }
  FreeObjectOperand(frame, op);
  *Result(frame, op) = result;
  return Continue(frame);
}

Transfer FetchThisBody(Frame* frame, const Op* op, Vm*) {
  if (TUSK_LIKELY(frame->self.IsObject())) {
    Retain(frame->self.obj);
    *Result(frame, op) = frame->self;
    return {frame, op + 1};
  }
  SaveOp(frame, op);
  if (op->extended != 0) {  // isset($this->x), $this ?? ...
    SetType(Result(frame, op), Type::kNull);
    return {frame, op + 1};
  }
  SetType(Result(frame, op), Type::kUndef);
  ThrowError("Using $this when not in object context");
  return Continue(frame);
}

Transfer IssetIsemptyThisBody(Frame* frame, const Op* op, Vm*) {
  SetBool(Result(frame, op), frame->self.IsObject() != ((op->extended & kIsEmpty) != 0));
  return {frame, op + 1};
}

}  // namespace

TUSK_OPCODE(UnsetObj, UnsetObjBody)
TUSK_OPCODE(IssetIsemptyPropObj, IssetIsemptyPropObjBody)
TUSK_OPCODE(New, NewBody)
TUSK_OPCODE(InitParentPropertyHookCall, InitParentPropertyHookCallBody)
TUSK_OPCODE(Clone, CloneBody)
TUSK_OPCODE(FetchThis, FetchThisBody)
TUSK_OPCODE(IssetIsemptyThis, IssetIsemptyThisBody)

}  // namespace tusk::handlers
