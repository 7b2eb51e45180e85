// Variables by name, globals, statics, constants.
#include "interp/runtime/array.h"
#include "interp/runtime/closure.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/vm/arguments.h"
#include "interp/vm/call.h"
#include "interp/vm/class_fetch.h"
#include "interp/vm/constant_expression.h"
#include "interp/vm/constants.h"
#include "interp/vm/handlers/assign.h"
#include "interp/vm/handlers/operands.h"
#include "interp/vm/prelude.h"
#include "interp/vm/symbols.h"

namespace tusk::handlers {

namespace {

// The table that a FETCH_* by name looks into.
Array* TableFor(Frame* frame, const Op* op, Vm* vm) {
  if (op->extended & (FetchScope::kGlobal | FetchScope::kGlobalLock)) return vm->globals;
  return SymbolTable(vm, frame);
}
// The variable's name, owned; null with an exception pending.
String* NameOf(Frame* frame, const Op* op) {
  const Value* v = ReadOp1(frame, op);
  if (v->IsString()) {
    Retain(v->str);
    return v->str;
  }
  if (frame->op != op) return nullptr;
  return ToString(*v);
}
bool IsThis(const String* name) { return name->view() == "this"; }

enum class Access : uint8_t { kRead, kWrite, kReadWrite, kIsset, kUnset };

Transfer FetchByName(Frame* frame, const Op* op, Vm* vm, Access access) {
  SaveOp(frame, op);
  Value* result = Result(frame, op);
  String* name = NameOf(frame, op);
  if (!name) {
    if (!(op->extended & FetchScope::kGlobalLock)) FreeOp1(frame, op);
    SetType(result, Type::kUndef);
    return Continue(frame);
  }
  Array* table = TableFor(frame, op, vm);
  Value* place = FindVariable(table, name);
  if (!place && IsThis(name) && !(op->extended & FetchScope::kGlobal)) {
    Value out;
    if (access == Access::kRead || access == Access::kIsset) {
      out = frame->self.IsObject() ? Copy(frame->self) : Value::Null();
      if (out.IsNull() && access == Access::kRead) Warning("Undefined variable $this");
    } else {
      ThrowError("%s", access == Access::kUnset ? "Cannot unset $this" : "Cannot re-assign $this");
    }
    Release(name);
    FreeOp1(frame, op);
    *result = out;
    return Continue(frame);
  }
  if (!place) {
    switch (access) {
      case Access::kRead:
      case Access::kUnset:
        Warning("Undefined %svariable $%s", op->extended & FetchScope::kGlobal ? "global " : "",
                name->view());
        break;
      case Access::kIsset: break;
      case Access::kReadWrite:
        Warning("Undefined %svariable $%s", op->extended & FetchScope::kGlobal ? "global " : "",
                name->view());
        if (frame->op == op) place = VariablePlace(table, name);
        break;
      case Access::kWrite: place = VariablePlace(table, name); break;
    }
  }
  if (!(op->extended & FetchScope::kGlobalLock)) FreeOp1(frame, op);
  Release(name);
  if (access == Access::kRead || access == Access::kIsset) {
    *result = place ? CopyDeref(*place) : frame->op == op ? Value::Null() : Value();
  } else if (place && frame->op == op) {
    *result = Value::Indirect(place);
  } else {
    *result = access == Access::kUnset && frame->op == op ? Value::Null() : Value();
  }
  return Continue(frame);
}
inline Transfer FetchRBody(Frame* frame, const Op* op, Vm* vm) {
  return FetchByName(frame, op, vm, Access::kRead);
}
inline Transfer FetchWBody(Frame* frame, const Op* op, Vm* vm) {
  return FetchByName(frame, op, vm, Access::kWrite);
}
inline Transfer FetchRwBody(Frame* frame, const Op* op, Vm* vm) {
  return FetchByName(frame, op, vm, Access::kReadWrite);
}
inline Transfer FetchIsBody(Frame* frame, const Op* op, Vm* vm) {
  return FetchByName(frame, op, vm, Access::kIsset);
}
inline Transfer FetchUnsetBody(Frame* frame, const Op* op, Vm* vm) {
  return FetchByName(frame, op, vm, Access::kUnset);
}
inline Transfer FetchFuncArgBody(Frame* frame, const Op* op, Vm* vm) {
  return FetchByName(frame, op, vm, frame->call->info & CallInfo::kSendRefs ? Access::kWrite : Access::kRead);
}

inline Transfer UnsetVarBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  String* name = NameOf(frame, op);
  if (name) {
    Array* table = TableFor(frame, op, vm);
    if (IsThis(name) && !(op->extended & FetchScope::kGlobal)) {
      ThrowError("Cannot unset $this");
    } else if (Value* v = Find(table, ArrayKey::Str(name))) {
      if (v->IsIndirect()) {
        Value old = *v->indirect;
        v->indirect->type = Type::kUndef;
        Release(old);
      } else {
        Delete(table, ArrayKey::Str(name));
      }
    }
    Release(name);
  }
  FreeOp1(frame, op);
  return Continue(frame);
}

inline Transfer IssetVarBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  bool empty = (op->extended & kIsEmpty) != 0;
  String* name = NameOf(frame, op);
  bool found = false;
  if (name) {
    if (Value* v = FindVariable(TableFor(frame, op, vm), name)) {
      v = Deref(v);
      found = empty ? ToBool(*v) : v->type > Type::kNull;
    } else if (IsThis(name)) {
      found = frame->self.IsObject();
    }
    Release(name);
  }
  FreeOp1(frame, op);
  return BranchAfter(frame, op, vm, found != empty);
}

inline Transfer FetchGlobalsBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  // A copy: entries are resolved, unset ones left out.
  Array* table = vm->globals;
  Array* copy = NewHash(table->count);
  for (uint32_t p = First(table); p != kEnd; p = Next(table, p)) {
    Value v = ValueAt(table, p);
    if (v.IsIndirect()) v = *v.indirect;
    if (v.IsUndef()) continue;
    if (v.IsReference() && v.ref->refcount == 1) v = v.ref->value;
    Set(copy, KeyAt(table, p), Copy(v));
  }
  *Result(frame, op) = Value(copy);
  return {frame, op + 1};
}

// The global variable of BIND_GLOBAL. The run-time cache holds its position in the table, plus one.
TUSK_INLINE Value* GlobalPlace(Frame* frame, const Op* op, Array* globals) {
  String* name = Op2<kConst>(frame, op)->str;
  void** cache = CacheAt(frame, op->extended);
  auto known = static_cast<uint32_t>(reinterpret_cast<uintptr_t>(*cache));
  if (TUSK_LIKELY(known != 0 && known <= globals->used && KeyAt(globals, known - 1).name == name)) {
    Value* place = PlaceAt(globals, known - 1);
    if (place->IsIndirect()) place = place->indirect;
    if (TUSK_LIKELY(!place->IsUndef())) return place;
  }
  Value* place = VariablePlace(globals, name);
  *cache = reinterpret_cast<void*>(uintptr_t{PositionOf(globals, ArrayKey::Str(name))} + 1);
  return place;
}
inline Transfer BindGlobalBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  Value* place = GlobalPlace(frame, op, vm->globals);
  Reference* ref = place->IsReference() ? place->ref : MakeReference(place);
  ++ref->refcount;
  Value* var = Op1<kCv>(frame, op);
  Value old = *var;
  *var = Value(ref);
  if (TUSK_UNLIKELY(old.IsRefCounted())) {
    Release(old);
    return Continue(frame);
  }
  return {frame, op + 1};
}

// extended: the variable's position in its table above three bits of BindFlags.
// (The table belongs to the function and the fake closures of it, which all see one another's changes.)
Value* StaticPlace(const OpArray* f, const Op* op) { return PlaceAt(f->static_variables, op->extended >> 3); }

// use ($x): gives the closure in op1 the variable's value or reference.
inline Transfer BindLexicalBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  auto* f = static_cast<OpArray*>(ClosureOf(Op1<kTmp>(frame, op)->obj)->function);
  Value* var = Op2<kCv>(frame, op);
  Value bound;
  if (op->extended & BindFlags::kRef) {
    Reference* ref = var->IsReference() ? var->ref : MakeReference(var);
    ++ref->refcount;
    bound = Value(ref);
  } else {
    if (var->IsUndef() && !(op->extended & BindFlags::kImplicit)) {
      UndefinedVariable(frame, op->op2);
      if (frame->op != op) return Continue(frame);
    }
    if (var->IsUndef() && (op->extended & BindFlags::kImplicit)) return {frame, op + 1};
    bound = var->IsUndef() ? Value::Null() : CopyDeref(*var);
  }
  Value* place = StaticPlace(f, op);
  Value old = *place;
  *place = bound;
  Release(old);
  return {frame, op + 1};
}

// static $x, and the variables that a closure was given.
inline Transfer BindStaticBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  OpArray* f = frame->op_array();
  Value* target = Op1<kCv>(frame, op);
  if (!(op->extended & BindFlags::kRef) && !target->IsRefCounted()) {
    // use ($x) and fn: a copy out of the table, which stays as it is, shared or not.
    *target = CopyDeref(ValueAt(f->static_variables, op->extended >> 3));
    return {frame, op + 1};
  }
  Value* place = StaticPlace(f, op);
  Value* var = Op1<kCv>(frame, op);
  Value bound;
  if (op->extended & BindFlags::kRef) {
    if (op->op2_kind != kUnused) {
      // The value that BIND_INIT_STATIC_OR_JMP did not find, computed meanwhile.
      Value v = TakeOperand(frame, op, op->op2, op->op2_kind);
      // (The first to get here wins: the expression may have run the function itself.)
      if (place->IsReference()) {
        Release(v);
      } else {
        AssignTo(frame, place, v, nullptr);
      }
    } else if (place->type == Type::kConstantAst) {
      Value v = Copy(*place);
      if (!Evaluated(&v, f->scope)) return Continue(frame);
      place = StaticPlace(f, op);
      *place = v;
    }
    Reference* ref = place->IsReference() ? place->ref : MakeReference(place);
    ++ref->refcount;
    bound = Value(ref);
  } else {
    bound = CopyDeref(*place);
  }
  Value old = *var;
  *var = bound;
  Release(old);
  return Continue(frame);
}

// static $x = f(): binds and jumps if it has been initialised.
inline Transfer BindInitStaticBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  OpArray* f = frame->op_array();
  Value* place = StaticPlace(f, op);
  if (!place->IsReference()) return {frame, op + 1};
  Value* var = Op1<kCv>(frame, op);
  ++place->ref->refcount;
  Value old = *var;
  *var = Value(place->ref);
  Release(old);
  if (frame->op != op) return Continue(frame);
  return {frame, op->Target(op->op2)};
}

// ---- constants

// op2: the name; unqualified in a namespace also the name to fall back on in the next literal.
// Literals: the name as written; with its namespace in lowercase; unqualified in a namespace (op1.num is then
// not zero) the name alone.

inline Transfer FetchConstantSlow(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  const Value* name = Op2<kConst>(frame, op);
  const Value* v = FindConstant(name[1].str->view());
  if (!v && op->op1.num != 0) v = FindConstant(name[2].str->view());
  Value* result = Result(frame, op);
  if (!v) {
    ThrowError("Undefined constant \"%s\"", name[0].str->view());
    SetType(result, Type::kUndef);
    return Continue(frame);
  }
  *result = CopyDeref(*v);
  std::string_view known = name[name[0].str->view().find('\\') == std::string_view::npos ? 0
                                : op->op1.num                                            ? 2
                                                                                         : 1]
                               .str->view();
  if (TUSK_UNLIKELY(IsDeprecatedConstant(known)) && !IsPrelude(frame->func)) {
    Deprecated("Constant %s is deprecated", known);
    if (HasException()) {
      Release(*result);
      SetType(result, Type::kUndef);
    }
    return Continue(frame);
  }
  if (v->type <= Type::kFloat || v->rc->Immortal()) {
    *CacheAt(frame, op->extended) = const_cast<Value*>(v);
  }
  return Continue(frame);
}
inline Transfer FetchConstantBody(Frame* frame, const Op* op, Vm*) {
  auto* v = static_cast<const Value*>(*CacheAt(frame, op->extended));
  if (TUSK_UNLIKELY(!v)) return Slow<FetchConstantSlow>(frame, op);
  *Result(frame, op) = *v;
  return {frame, op + 1};
}

inline Transfer DefinedBody(Frame* frame, const Op* op, Vm* vm) {
  const Value* v = FindConstant(Op1<kConst>(frame, op)->str->view());
  return BranchOn<kAnyBranch>(frame, op, vm, v != nullptr);
}

inline Transfer DeclareConstBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  String* name = Op1<kConst>(frame, op)->str;
  Value v = Copy(*Op2<kConst>(frame, op));
  if (!Evaluated(&v, nullptr)) return Continue(frame);
  if (!DeclareConstant(name->view(), v)) Warning("Constant %s already defined", name->view());
  return Continue(frame);
}

}  // namespace

TUSK_OPCODE(FetchR, FetchRBody)
TUSK_OPCODE(FetchW, FetchWBody)
TUSK_OPCODE(FetchRw, FetchRwBody)
TUSK_OPCODE(FetchIs, FetchIsBody)
TUSK_OPCODE(FetchUnset, FetchUnsetBody)
TUSK_OPCODE(FetchFuncArg, FetchFuncArgBody)
TUSK_OPCODE(UnsetVar, UnsetVarBody)
TUSK_OPCODE(IssetIsemptyVar, IssetVarBody)
TUSK_OPCODE(FetchGlobals, FetchGlobalsBody)
TUSK_OPCODE(BindGlobal, BindGlobalBody)
TUSK_OPCODE(BindLexical, BindLexicalBody)
TUSK_OPCODE(BindStatic, BindStaticBody)
TUSK_OPCODE(BindInitStaticOrJmp, BindInitStaticBody)
TUSK_OPCODE(FetchConstant, FetchConstantBody)
TUSK_OPCODE(Defined, DefinedBody)
TUSK_OPCODE(DeclareConst, DeclareConstBody)

}  // namespace tusk::handlers
