// foreach. The loop variable's forms are described at LoopState (iterate.h).
#include <utility>

#include "interp/vm/iterate.h"

#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/heap.h"
#include "interp/runtime/property_lookup.h"
#include "interp/runtime/resource.h"
#include "interp/vm/call.h"
#include "interp/vm/generator.h"
#include "interp/vm/handlers/assign.h"
#include "interp/vm/handlers/generator_loop.h"
#include "interp/vm/handlers/operands.h"
#include "interp/vm/handlers/resume.h"
#include "interp/vm/unwind.h"

namespace tusk {

void FreeLoopVariable(Value* v) {
  if (!v->IsReference()) return handlers::ReleaseTemporary(*v);
  if (v->extra != kEnd) FreeIterator(v->extra);
  Release(*v);
}

void VisitLoopVariable(Value* v, void (*visit)(Value*, void*), void* context) {
  if (!v->IsResource()) return visit(v, context);
  auto* s = static_cast<LoopState*>(v->res->data);
  if (!s) return;
  Value object(s->object);
  visit(&object, context);
  if (!s->names) return;
  Value names(s->names);
  visit(&names, context);
}

}  // namespace tusk

namespace tusk::handlers {

namespace {

LoopState* StateOf(const Value* v) { return static_cast<LoopState*>(v->res->data); }

void CloseState(Resource* r) {
  auto* s = static_cast<LoopState*>(r->data);
  if (!s) return;
  r->data = nullptr;
  if (s->names) Release(Value(s->names));
  if (s->cursor) s->native->end(s->object, s->cursor);
  Value object(s->object);
  Free(s, sizeof(LoopState));
  Release(object);
}

// Takes over `object` and `names`. A resource without an id: scripts never see it.
Value NewState(Object* object, Array* names, const NativeIteration* native = nullptr) {
  auto* s = static_cast<LoopState*>(Allocate(sizeof(LoopState)));
  *s = {object, names, 0, false, nullptr, native};
  auto* r = static_cast<Resource*>(Allocate(sizeof(Resource)));
  r->refcount = 1;
  r->info = static_cast<uint32_t>(Type::kResource) | RefCounted::kNotCollectable;
  r->id = 0;
  r->type_name = "foreach";
  r->data = s;
  r->close = CloseState;
  return Value(r);
}

bool CallBool(Function* f, Object* o) {
  Value result;
  CallFunction(f, o, o->cls, 0, nullptr, &result);
  bool b = ToBool(result);
  Release(result);
  return b;
}
void CallVoid(Function* f, Object* o) {
  Value result;
  CallFunction(f, o, o->cls, 0, nullptr, &result);
  Release(result);
}

// The next round of a loop by a native iteration.
Transfer FetchNative(Frame* frame, const Op* op, Vm* vm, LoopState* s, const NativeIteration* native) {
  bool advance = std::exchange(s->started, true);
  Value* key = op->result_kind ? Result(frame, op) : nullptr;
  if (op->opcode == Opcode::kFeFetchRw) {
    Value* place;
    if (!native->fetch_place(s->object, advance, &place, key)) return FetchEnd(frame, op, vm);
    BindElement(frame, op, place);
    return Continue(frame);
  }
  Value v;
  if (!native->fetch(s->object, &s->cursor, advance, &v, key))
    return Unwinding(vm) ? Continue(frame) : FetchEnd(frame, op, vm);
  StoreElement(frame, op, v);
  return Continue(frame);
}

// Begins a loop over the generator that the loop variable holds.
Transfer StartGenerator(Frame* frame, const Op* op, Vm* vm) {
  Object* o = Result(frame, op)->obj;
  if (!GeneratorOf(o)->frame) {
    Throw(Throwable::kException, "Cannot traverse an already closed generator");
    return Continue(frame);
  }
  GeneratorStart(o);
  if (Unwinding(vm)) return Continue(frame);
  if (GeneratorOf(o)->state != GeneratorState::kFirstYield) {
    Throw(Throwable::kException, "Cannot rewind a generator that was already run");
    return Continue(frame);
  }
  return GeneratorValid(o) ? Continue(frame) : End(frame, op, vm);
}
// The same, with the generator's frame entered if it is at its beginning; AfterAsking goes on.
Transfer EnterNewGenerator(Frame* frame, const Op* op, Vm* vm) {
  GeneratorData* g = GeneratorOf(Result(frame, op)->obj);
  return IsNew(g) ? EnterGenerator(frame, g, vm) : StartGenerator(frame, op, vm);
}

// Begins a loop over an Iterator: takes over the reference to `it`.
Transfer ResetIterator(Frame* frame, const Op* op, Vm* vm, Object* it, bool by_reference) {
  Value* result = Result(frame, op);
  bool by_value_generator = IsGenerator(it) && GeneratorOf(it)->frame &&
                            !GeneratorOf(it)->frame->func->Is(FunctionFlags::kReturnsReference);
  const NativeIteration* native = IterationOf(it->cls);
  bool gives_places = IsGenerator(it) || (native && native->fetch_place);
  if (by_reference && (!gives_places || by_value_generator)) {
    if (by_value_generator) {
      Throw(Throwable::kException,
            "You can only iterate a generator by-reference if it declared that it yields by-reference");
    } else {
      ThrowError("An iterator cannot be used with foreach by reference");
    }
    Release(Value(it));
    SetType(result, Type::kUndef);
    return Continue(frame);
  }
  if (IsGenerator(it)) {
    *result = Value(it);
    result->extra = kFresh;
    if (by_reference) return StartGenerator(frame, op, vm);
    // What runs through Step is one opline to whoever called it.
    return {frame, op, &Run<EnterNewGenerator>, &Step<StartGenerator>};
  }
  Value state = NewState(it, nullptr, native);
  bool valid;
  if (native) {
    valid = native->rewind(it, &StateOf(&state)->cursor);
  } else {
    CallVoid(it->cls->it_rewind, it);
    valid = !Unwinding(vm) && CallBool(it->cls->it_valid, it);
  }
  if (Unwinding(vm)) {
    Release(state);
    SetType(result, Type::kUndef);
    return Continue(frame);
  }
  *result = state;
  result->extra = kEnd;
  if (!valid) return End(frame, op, vm);
  return {frame, frame->op + 1};
}

// Begins a loop over an object: takes over the reference to `o`.
Transfer ResetObject(Frame* frame, const Op* op, Vm* vm, Object* o, bool by_reference) {
  if (o->cls->flags & (ClassFlags::kIsIterator | ClassFlags::kIsIteratorAggregate)) {
    Object* it = IteratorOf(o);
    Release(Value(o));
    if (!it) {
      SetType(Result(frame, op), Type::kUndef);
      return Continue(frame);
    }
    return ResetIterator(frame, op, vm, it, by_reference);
  }
  Array* visible = VisibleNames(o, frame->func->scope);
  Value* result = Result(frame, op);
  if (visible && Unwinding(vm)) {
    Release(Value(visible));
    visible = nullptr;
  }
  if (!visible) {
    Release(Value(o));
    SetType(result, Type::kUndef);
    return Continue(frame);
  }
  bool empty = visible->count == 0;
  *result = NewState(o, visible);
  result->extra = kEnd;
  if (empty) return End(frame, op, vm);
  return Continue(frame);
}

Transfer ResetInvalid(Frame* frame, const Op* op, Vm* vm, const Value& v) {
  Warning("foreach() argument must be of type array|object, %s given", TypeNameForErrors(v));
  Value* result = Result(frame, op);
  SetType(result, Type::kUndef);
  result->extra = kEnd;
  FreeOp1(frame, op);
  if (frame->op != op) return Continue(frame);
  return End(frame, op, vm);
}

// It and FeFetchRSlow may go on in a generator's frame, which a helper cannot.
inline Transfer FeResetRSlow(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  const Value* v = ReadOp1(frame, op);
  if (frame->op != op && !v->IsArray()) {
    FreeOp1(frame, op);
    SetType(Result(frame, op), Type::kUndef);
    return Continue(frame);
  }
  Value* result = Result(frame, op);
  if (v->IsArray()) {
    Value a = Copy(*v);
    FreeOp1(frame, op);
    *result = a;
    result->extra = 0;
    if (a.arr->count == 0) return End(frame, op, vm);
    return Continue(frame);
  }
  if (v->IsObject()) {
    Object* o = v->obj;
    Retain(*v);
    FreeOp1(frame, op);
    return ResetObject(frame, op, vm, o, false);
  }
  return ResetInvalid(frame, op, vm, *v);
}
// A new generator begins to run.
template <uint8_t K>
TUSK_INLINE Transfer ResetNewGenerator(Frame* frame, const Op* op, Vm* vm) {
  const Value* v = Op1<K>(frame, op);
  if (!IsGenerator(v->obj) || !IsNew(GeneratorOf(v->obj))) return Rest<FeResetRSlow>(frame, op);
  SaveOp(frame, op);
  Value* result = Result(frame, op);
  *result = *v;
  result->extra = kFresh;
  if (!kOwned<K>) ++v->rc->refcount;
  return EnterGenerator(frame, GeneratorOf(v->obj), vm);
}
template <uint8_t K>
TUSK_INLINE Transfer FeResetRBody(Frame* frame, const Op* op, Vm* vm) {
  const Value* v = Op1<K>(frame, op);
  if constexpr (K != kAnyKind && K != kConst) {
    if (v->type == Type::kObject) return {frame, op, &Run<ResetNewGenerator<K>>, &Step<FeResetRSlow>};
  }
  if (K == kAnyKind || v->type != Type::kArray) return Rest<FeResetRSlow>(frame, op);
  Value* result = Result(frame, op);
  *result = *v;
  result->extra = 0;
  if (!kOwned<K>) ++v->rc->refcount;
  if (v->arr->count == 0) return End(frame, op, vm);
  return {frame, op + 1};
}

// The next property of a loop over an object. When the known ones are used up, those that the loop added come
// in.
uint32_t NextName(LoopState* s, Class* scope) {
  uint32_t p = Normalize(s->names, s->next);
  if (p != kEnd || !s->object->dynamic || s->object->dynamic->count == 0) return p;
  Array* visible = VisibleNames(s->object, scope);
  if (!visible) return kEnd;
  // The names may be the object's own table, or another loop's. Copying it and growth may close holes, so the
  // place of the first new name is looked up.
  Value held(s->names);
  s->names = Separate(&held);
  ArrayKey first{};
  bool found = false;
  for (uint32_t q = First(visible); q != kEnd; q = Next(visible, q)) {
    ArrayKey name = KeyAt(visible, q);
    if (Has(s->names, name)) continue;
    Set(s->names, name, Value::Null());
    if (!found) first = name;
    found = true;
  }
  s->next = found ? PositionOf(s->names, first) : s->names->used;
  Release(Value(visible));
  return found ? s->next : kEnd;
}

}  // namespace

Transfer BeginLoop(Frame* frame, const Op* op, Object* generator, Vm* vm) {
  SaveOp(frame, op);
  Retain(generator);
  FreeOp1(frame, op);
  Value* result = Result(frame, op);
  *result = Value(generator);
  result->extra = kFresh;
  return EnterGenerator(frame, GeneratorOf(generator), vm);
}

Transfer AfterAsking(Frame* caller, Object* generator, const GeneratorData* yielder, Vm* vm) {
  const Op* op = caller->op;
  if (op->opcode == Opcode::kFeResetR) {
    GeneratorOf(generator)->state = GeneratorState::kFirstYield;
    return GeneratorValid(generator) ? Continue(caller) : End(caller, op, vm);
  }
  if (TUSK_UNLIKELY(!GeneratorValid(generator))) return FetchEnd(caller, op, vm);
  return FetchYielded(caller, op, generator, yielder);
}

namespace {

inline Transfer FeFetchRSlow(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  Value* loop = frame->At(op->op1.num);
  if (loop->type == Type::kArray) {
    Array* a = loop->arr;
    uint32_t p = Normalize(a, loop->extra);
    if (p == kEnd) return FetchEnd(frame, op, vm);
    loop->extra = p + 1;
    if (op->result_kind) *Result(frame, op) = KeyValueAt(a, p);
    StoreElement(frame, op, CopyDeref(ValueAt(a, p)));
    return Continue(frame);
  }
  if (loop->type == Type::kObject) return FetchFromGenerator(frame, op);
  if (loop->type != Type::kResource) {
    return FetchEnd(frame, op, vm);
  }
  LoopState* s = StateOf(loop);
  Object* o = s->object;
  Value* key = op->result_kind ? Result(frame, op) : nullptr;
  if (!s->names) {
    Class* c = o->cls;
    if (key) SetType(key, Type::kUndef);
    if (s->native) return FetchNative(frame, op, vm, s, s->native);
    if (s->started) {
      CallVoid(c->it_next, o);
      if (Unwinding(vm)) return Continue(frame);
      bool valid = CallBool(c->it_valid, o);
      if (Unwinding(vm)) return Continue(frame);
      if (!valid) return FetchEnd(frame, op, vm);
    }
    s->started = true;
    Value v;
    CallFunction(c->it_current, o, c, 0, nullptr, &v);
    if (Unwinding(vm)) {
      Release(v);
      return Continue(frame);
    }
    if (v.IsReference()) {
      Value inner = Copy(v.ref->value);
      Release(v);
      v = inner;
    }
    if (key) {
      Value k;
      CallFunction(c->it_key, o, c, 0, nullptr, &k);
      if (Unwinding(vm)) {
        Release(v);
        Release(k);
        return Continue(frame);
      }
      *key = k;
    }
    StoreElement(frame, op, v);
    return Continue(frame);
  }
  for (;;) {
    uint32_t p = NextName(s, frame->func->scope);
    if (p == kEnd) return FetchEnd(frame, op, vm);
    s->next = p + 1;
    ArrayKey name = KeyAt(s->names, p);
    // Names of properties are strings, "5" too.
    String* text = name.IsInt() ? IntToString(name.num) : name.name;
    if (name.IsInt() == false) Retain(text);
    Retain(text);
    Value name_value(text);
    // As it is now: properties may have been changed or removed since the loop began.
    bool there = true;
    Value v;
    Array* now = nullptr;
    PropertyInfo* info = nullptr;
    if (FindProperty(o->cls, text, frame->func->scope, &info, true) == Lookup::kSlot) {
      if (info->get_hook) {
        v = ReadProperty(o, text, frame->func->scope, nullptr);
      } else {
        const Value* slot = Deref(&o->props()[info->slot]);
        there = !slot->IsUndef();
        if (there) v = Copy(*slot);
      }
    } else {
      now = o->dynamic;
      Value found = now ? GetStr(now, text) : Value();
      if (found.IsUndef() && now) found = Get(now, name);
      there = !found.IsUndef();
      if (there) v = CopyDeref(found);
    }
    Release(Value(text));
    if (!there) {
      Release(name_value);
      continue;
    }
    if (Unwinding(vm)) {
      Release(name_value);
      Release(v);
      if (key) SetType(key, Type::kUndef);
      return Continue(frame);
    }
    if (key) {
      *key = name_value;
    } else {
      Release(name_value);
    }
    StoreElement(frame, op, v);
    return Continue(frame);
  }
}

// Not an array: generators come first.
inline Transfer FetchObject(Frame* frame, const Op* op, Vm* vm) {
  if (frame->At(op->op1.num)->type == Type::kObject) return FetchGenerator(frame, op, vm);
  return Rest<FeFetchRSlow>(frame, op);
}

// Arrays, the element into a CV that holds a plain scalar.
inline Transfer FeFetchRCv(Frame* frame, const Op* op, Vm* vm) {
  Value* loop = frame->At(op->op1.num);
  Value* var = frame->At(op->op2.num);
  if (loop->type != Type::kArray) return Rest<FetchObject>(frame, op);
  const Array* a = loop->arr;
  uint32_t p = loop->extra;
  if (TUSK_UNLIKELY(p >= a->used)) return FetchEnd(frame, op, vm);
  if (TUSK_UNLIKELY(a->count != a->used || op->result_kind)) return Rest<FeFetchRSlow>(frame, op);
  Value v = ValueAt(a, p);
  if (TUSK_UNLIKELY(v.type == Type::kReference)) return Rest<FeFetchRSlow>(frame, op);
  if (TUSK_UNLIKELY(var->type > Type::kFloat)) {
    if (var->type == Type::kReference) return Rest<FeFetchRSlow>(frame, op);
    RefCounted* counted = var->rc;
    if (counted->refcount == 1 || !(counted->info & (RefCounted::kGcPurple | RefCounted::kNotCollectable))) {
      return Rest<FeFetchRSlow>(frame, op);
    }
    --counted->refcount;
  }
  loop->extra = p + 1;
  *var = v;
  if (v.type >= Type::kString) ++v.rc->refcount;
  return {frame, op + 1};
}
// The same with a key wanted.
inline Transfer FeFetchRKeyCv(Frame* frame, const Op* op, Vm* vm) {
  Value* loop = frame->At(op->op1.num);
  Value* var = frame->At(op->op2.num);
  if (loop->type != Type::kArray) return Rest<FetchObject>(frame, op);
  const Array* a = loop->arr;
  uint32_t p = loop->extra;
  if (TUSK_UNLIKELY(p >= a->used)) return FetchEnd(frame, op, vm);
  if (TUSK_UNLIKELY(a->count != a->used)) return Rest<FeFetchRSlow>(frame, op);
  Value v = ValueAt(a, p);
  if (TUSK_UNLIKELY(v.type == Type::kReference)) return Rest<FeFetchRSlow>(frame, op);
  if (TUSK_UNLIKELY(var->type > Type::kFloat)) {
    if (var->type == Type::kReference) return Rest<FeFetchRSlow>(frame, op);
    RefCounted* counted = var->rc;
    if (counted->refcount == 1 || !(counted->info & (RefCounted::kGcPurple | RefCounted::kNotCollectable))) {
      return Rest<FeFetchRSlow>(frame, op);
    }
    --counted->refcount;
  }
  loop->extra = p + 1;
  Value* key = Result(frame, op);
  ArrayKey k = KeyAt(a, p);
  if (k.IsInt()) {
    SetInt(key, k.num);
  } else {
    ++k.name->refcount;
    *key = Value(k.name);
  }
  *var = v;
  if (v.type >= Type::kString) ++v.rc->refcount;
  return {frame, op + 1};
}

// ---- by reference

inline Transfer FeResetRwBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  Value* place = Op1(frame, op);
  Value* result = Result(frame, op);
  Value temporary;
  bool variable = op->op1_kind == kCv || (op->op1_kind == kVar && place->type == Type::kIndirect);
  if (place->type == Type::kIndirect) place = place->indirect;
  if (op->op1_kind == kCv && place->IsUndef()) {
    UndefinedVariable(frame, op->op1);
    if (place->IsUndef()) SetType(place, Type::kNull);
    if (frame->op != op) {
      SetType(result, Type::kUndef);
      return Continue(frame);
    }
  }
  Value* v = Deref(place);
  if (v->IsArray()) {
    Reference* ref;
    if (variable || place->IsReference()) {
      ref = place->IsReference() ? place->ref : MakeReference(place);
      if (variable) ++ref->refcount;
    } else {
      temporary = op->op1_kind == kConst ? Copy(*place) : *place;
      ref = MakeReference(&temporary);
    }
    Array* a = Separate(&ref->value);
    *result = Value(ref);
    result->extra = kEnd;
    if (a->count == 0) return End(frame, op, vm);
    result->extra = NewIterator(a, 0);
    return Continue(frame);
  }
  if (v->IsObject()) {
    Object* o = v->obj;
    Retain(*v);
    FreeOp1(frame, op);
    return ResetObject(frame, op, vm, o, true);
  }
  return ResetInvalid(frame, op, vm, *v);
}

inline Transfer FeFetchRwBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  Value* loop = frame->At(op->op1.num);
  Value* key = op->result_kind ? Result(frame, op) : nullptr;
  Value* target = Deref(loop);
  if (loop->type == Type::kReference && target->IsArray()) {
    if (loop->extra == kEnd) return FetchEnd(frame, op, vm);
    // At the end the array stays shared: a copy would keep the last element's reference alive.
    if (IteratorAtEnd(loop->extra, target->arr)) return FetchEnd(frame, op, vm);
    Array* a = Separate(target);
    uint32_t p = Normalize(a, IteratorPosition(loop->extra, a));
    if (p == kEnd) return FetchEnd(frame, op, vm);
    SetIteratorPosition(loop->extra, p + 1);
    if (key) *key = KeyValueAt(a, p);
    BindElement(frame, op, PlaceAt(a, p));
    return Continue(frame);
  }
  if (loop->type == Type::kObject) return FetchFromGenerator(frame, op);
  if (loop->type == Type::kResource) {
    LoopState* s = StateOf(loop);
    Object* o = s->object;
    if (!s->names) return FetchNative(frame, op, vm, s, s->native);
    for (;;) {
      uint32_t p = NextName(s, frame->func->scope);
      if (p == kEnd) return FetchEnd(frame, op, vm);
      s->next = p + 1;
      Value name = KeyValueAt(s->names, p);
      String* text = name.IsInt() ? IntToString(name.i) : name.str;
      PropertyInfo** declared = o->cls->properties.Find(text);
      bool hooked = declared && ((*declared)->get_hook || (*declared)->set_hook);
      if (!hooked && !HasProperty(o, text, frame->func->scope, nullptr, false) &&
          !(o->dynamic && Has(o->dynamic, KeyFromString(text)))) {
        // Null counts as there: only removed ones are skipped.
        if (!declared || o->props()[(*declared)->slot].IsUndef()) {
          Release(name);
          continue;
        }
      }
      Value* place = PropertyPlace(o, text, frame->func->scope, nullptr, AccessKind::kWrite);
      Value got;
      if (!place && !HasException() && hooked && (*declared)->get_hook &&
          (*declared)->get_hook->Is(FunctionFlags::kReturnsReference)) {
        got = ReadProperty(o, text, frame->func->scope, nullptr, AccessKind::kWrite);
        if (got.IsReference()) place = &got;
      }
      if (!place) {
        if (!HasException() && declared) {
          bool readonly = (*declared)->flags & PropertyFlags::kReadonly;
          ThrowError("Cannot %s property %s::$%s",
                     readonly ? "acquire reference to readonly" : "create reference to",
                     (*declared)->scope->name->view(), text->view());
        }
        Release(got);
        Release(name);
        if (key) SetType(key, Type::kUndef);
        return Continue(frame);
      }
      bool was_reference = place->IsReference();
      BindElement(frame, op, place);
      Release(got);
      if (!was_reference) {
        if (PropertyInfo** info = o->cls->properties.Find(text); info && (*info)->type.declared) {
          AddConstraint(place->ref, *info);
        }
      }
      if (key) {
        *key = name;
      } else {
        Release(name);
      }
      return Continue(frame);
    }
  }
  if (loop->type != Type::kUndef) {
    Warning("foreach() argument must be of type array|object, %s given", TypeNameForErrors(*target));
    if (frame->op != op) return Continue(frame);
  }
  return FetchEnd(frame, op, vm);
}

inline Transfer FeFreeSlow(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  FreeLoopVariable(frame->At(op->op1.num));
  return Continue(frame);
}
inline Transfer FeFreeBody(Frame* frame, const Op* op, Vm*) {
  const Value* v = frame->At(op->op1.num);
  if (v->type == Type::kArray && v->rc->refcount > 1) {
    --v->rc->refcount;
    return {frame, op + 1};
  }
  return Slow<FeFreeSlow>(frame, op);
}

}  // namespace

TUSK_OPCODE_1(FeResetR, FeResetRBody, (Kinds<kConst, kTmpVar, kCv>))
TUSK_OPCODE(FeResetRw, FeResetRwBody)
TUSK_OPCODE(FeFetchRw, FeFetchRwBody)
TUSK_OPCODE(FeFree, FeFreeBody)

Handler PickFeFetchR(const Op& op) {
  if (op.op2_kind != kCv) return &Run<FeFetchRSlow>;
  return op.result_kind ? &Run<FeFetchRKeyCv> : &Run<FeFetchRCv>;
}
const Op* StepFeFetchR(Frame* frame, const Op* op, Vm* vm) { return Step<FeFetchRSlow>(frame, op, vm); }

}  // namespace tusk::handlers
