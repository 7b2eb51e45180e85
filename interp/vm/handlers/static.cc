// Static properties, class constants, class names.
#include <algorithm>
#include <vector>

#include "interp/runtime/array.h"
#include "interp/runtime/class_link.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/typed_reference.h"
#include "interp/vm/arguments.h"
#include "interp/vm/class_fetch.h"
#include "interp/vm/handlers/assign.h"
#include "interp/vm/handlers/operands.h"
#include "interp/vm/handlers/place_ops.h"

namespace tusk::handlers {
namespace {

constexpr uint32_t kRefFlag = 1;
constexpr uint32_t kDimFlag = 2;
constexpr uint32_t kFlagBits = 3;

// --- static properties
// op1 is the name, op2 the class. A cache of three words remembers {class, place, PropertyInfo} where the
// name is a literal; the class is compared unless the opline can only mean one.

bool OneClass(const Op* op) {
  return op->op2_kind == kConst ||
         (op->op2_kind == kUnused && (op->op2.num & ClassFetch::kMask) != ClassFetch::kStatic);
}

Value* StaticPlace(Frame* frame, const Op* op, uint32_t cache_offset, PropertyInfo** info,
                   bool silent = false) {
  void** cache = op->op1_kind == kConst ? CacheAt(frame, cache_offset) : nullptr;
  if (cache && cache[0] && OneClass(op)) {
    *info = static_cast<PropertyInfo*>(cache[2]);
    return static_cast<Value*>(cache[1]);
  }
  Class* c;
  if (silent && op->op2_kind == kConst) {
    c = FindClass(op->Literal(op->op2)->str, true);
    if (!c) return nullptr;
  } else {
    c = FetchOperandClass(frame, op, op->op2, op->op2_kind, nullptr);
    if (!c) return nullptr;
  }
  if (cache && cache[0] == c) {
    *info = static_cast<PropertyInfo*>(cache[2]);
    return static_cast<Value*>(cache[1]);
  }
  const Value* v = ReadOp1(frame, op);
  if (frame->op != op) return nullptr;
  String* name = v->IsString() ? v->str : ToString(*v);
  if (!name) return nullptr;
  if (v->IsString()) Retain(name);
  Value* place = FindStaticProperty(c, name, frame->func->scope, info, silent);
  Release(name);
  if (place && cache) {
    cache[0] = c;
    cache[1] = place;
    cache[2] = *info;
  }
  return place;
}

TUSK_COLD void ThrowUninitialised(const PropertyInfo* info) {
  ThrowError("Typed static property %s::$%s must not be accessed before initialization",
             info->scope->name->data, info->name->view());
}

template <bool Quiet>
Transfer FetchStaticRead(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  PropertyInfo* info = nullptr;
  Value* place = StaticPlace(frame, op, op->extended & ~kFlagBits, &info, Quiet);
  Value result;
  if (place) {
    if (place->IsUndef()) {
      if (!Quiet) ThrowUninitialised(info);
      if (Quiet) result = Value::Null();
    } else {
      result = CopyDeref(*place);
    }
  } else if (Quiet && frame->op == op) {
    result = Value::Null();
  }
  FreeOp1(frame, op);
  *Result(frame, op) = result;
  return Continue(frame);
}

// Reads of literal names of one class: the place is in the cache.
inline Transfer FetchStaticPropRBody(Frame* frame, const Op* op, Vm*) {
  if (op->op1_kind == kConst && OneClass(op)) {
    void** cache = CacheAt(frame, op->extended & ~kFlagBits);
    if (TUSK_LIKELY(cache[0] != nullptr)) {
      const Value* place = static_cast<const Value*>(cache[1]);
      if (place->IsReference()) place = &place->ref->value;
      if (TUSK_LIKELY(!place->IsUndef())) {
        Retain(*place);
        *Result(frame, op) = *place;
        return {frame, op + 1};
      }
    }
  }
  return Slow<FetchStaticRead<false>>(frame, op);
}

Transfer FetchStaticPlaceSlow(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  PropertyInfo* info = nullptr;
  Value* place = StaticPlace(frame, op, op->extended & ~kFlagBits, &info);
  Value result;
  bool read_write = op->opcode == Opcode::kFetchStaticPropRw;
  if (place) {
    bool typed = info->type.declared;
    bool ok = true;
    if (place->IsUndef()) {
      if (read_write) {
        ThrowUninitialised(info);
        ok = false;
      } else if ((op->extended & kDimFlag) && info->type.Allows(Type::kArray)) {
        *place = Value(NewArray());
      } else if (op->extended & kDimFlag) {
        ThrowTypeError("Cannot auto-initialize an array inside property %s::$%s of type %s",
                       info->scope->name->data, info->name->view(), TypeText(info->type));
        ok = false;
      } else if (info->type.Allows(Type::kNull)) {
        *place = Value::Null();
      } else if (op->extended & kRefFlag) {
        ThrowError("Cannot access uninitialized non-nullable property %s::$%s by reference",
                   info->scope->name->data, info->name->view());
        ok = false;
      } else {
        ThrowUninitialised(info);
        ok = false;
      }
    } else if (typed && (op->extended & kDimFlag) && place->IsNull()) {
      if (info->type.Allows(Type::kArray)) {
        *place = Value(NewArray());
      } else {
        String* type = TypeToString(info->type);
        ThrowTypeError("Cannot auto-initialize an array inside property %s::$%s of type %s",
                       info->scope->name->data, info->name->view(), type->view());
        Release(type);
        ok = false;
      }
    }
    if (ok) {
      if (typed && (op->extended & kRefFlag) && !place->IsReference())
        AddConstraint(MakeReference(place), info);
      result = Value::Indirect(place);
    }
  }
  FreeOp1(frame, op);
  *Result(frame, op) = result;
  return Continue(frame);
}

inline Transfer FetchStaticPropWBody(Frame* frame, const Op* op, Vm*) {
  if (op->op1_kind == kConst && OneClass(op)) {
    void** cache = CacheAt(frame, op->extended & ~kFlagBits);
    if (TUSK_LIKELY(cache[0] != nullptr)) {
      auto* place = static_cast<Value*>(cache[1]);
      auto* info = static_cast<PropertyInfo*>(cache[2]);
      bool plain = !place->IsUndef() && (!info->type.declared || place->IsArray() || place->IsObject());
      if (TUSK_LIKELY(plain && !((op->extended & kRefFlag) && info->type.declared))) {
        Value* result = Result(frame, op);
        result->indirect = place;
        result->type = Type::kIndirect;
        return {frame, op + 1};
      }
    }
  }
  return Slow<FetchStaticPlaceSlow>(frame, op);
}

inline Transfer FetchStaticPropFuncArgBody(Frame* frame, const Op* op, Vm* vm) {
  if (frame->call->info & CallInfo::kSendRefs) return FetchStaticPlaceSlow(frame, op, vm);
  return FetchStaticRead<false>(frame, op, vm);
}

Transfer AssignStaticPropBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  Value value = TakeOperand(frame, op + 1, op[1].op1, op[1].op1_kind);
  Value result;
  PropertyInfo* info = nullptr;
  Value* place = frame->op == op ? StaticPlace(frame, op, op->extended, &info) : nullptr;
  if (!place) {
    Release(value);
  } else if (info->type.declared && !CoerceToType(info->type, &value, info->scope, IsStrict(frame))) {
    ThrowPropertyType(info, value);
    Release(value);
  } else {
    if (op->result_kind) result = Copy(value);
    if (place->IsReference()) {
      AssignToTypedReference(place->ref, value, IsStrict(frame));
    } else {
      Value old = *place;
      *place = value;
      Release(old);
    }
  }
  FreeOp1(frame, op);
  if (op->result_kind) *Result(frame, op) = result;
  return {frame, frame->op + 2};
}

Transfer AssignStaticPropOpBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  const Op* data = op + 1;
  Value operand = TakeOperand(frame, data, data->op1, data->op1_kind);
  Value result;
  PropertyInfo* info = nullptr;
  auto opcode = static_cast<Opcode>(op->extended);
  if (opcode == Opcode::kConcat && !operand.IsString() && frame->op == op) {
    String* s = ToString(operand);
    Release(operand);
    operand = s ? Value(s) : Value();
  }
  Value* place = frame->op == op ? StaticPlace(frame, op, data->extended, &info) : nullptr;
  if (place && place->IsUndef()) {
    ThrowUninitialised(info);
  } else if (place) {
    ChangePlace(place, info->type.declared ? info : nullptr, IsStrict(frame), &result,
                BinaryChange{opcode, operand});
  }
  Release(operand);
  FreeOp1(frame, op);
  if (op->result_kind) {
    *Result(frame, op) = result;
  } else {
    Release(result);
  }
  return {frame, frame->op + 2};
}

Transfer AssignStaticPropRefBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  const Op* data = op + 1;
  Value* source = frame->At(data->op1.num);
  bool is_place = data->op1_kind == kCv;
  if (source->IsIndirect()) {
    source = source->indirect;
    is_place = true;
  }
  Reference* ref;
  if (source->IsReference()) {
    ref = source->ref;
    if (is_place) Retain(ref);
  } else if (is_place) {
    ref = MakeReference(source);
    Retain(ref);
  } else {
    if (op->extended & kReturnsFunction) Notice("Only variables should be assigned by reference");
    Value box = *source;
    ref = MakeReference(&box);
  }
  PropertyInfo* info = nullptr;
  Value* place = frame->op == op ? StaticPlace(frame, op, op->extended & ~kFlagBits, &info) : nullptr;
  Value result;
  if (place) {
    if (MayHoldReference(info, ref, IsStrict(frame))) {
      Value old = *place;
      if (old.IsReference() && info->type.declared) ForgetConstraint(old.ref, info);
      *place = Value(ref);
      Retain(ref);
      if (info->type.declared) AddConstraint(ref, info);
      Release(old);
      if (op->result_kind) result = Copy(ref->value);
    }
  }
  Release(Value(ref));
  FreeOp1(frame, op);
  if (op->result_kind) *Result(frame, op) = result;
  return {frame, frame->op + 2};
}

template <bool Up, bool Post>
Transfer StepStatic(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  PropertyInfo* info = nullptr;
  Value* place = StaticPlace(frame, op, op->extended, &info);
  Value result;
  if (place && place->IsUndef()) {
    ThrowUninitialised(info);
  } else if (place) {
    if (place->IsInt() && place->i != INT64_MAX && place->i != INT64_MIN) {
      int64_t before = place->i;
      place->i = Up ? before + 1 : before - 1;
      result = Value(Post ? before : place->i);
    } else {
      ChangePlace(place, info->type.declared ? info : nullptr, IsStrict(frame), &result,
                  StepChange<Up, Post>());
    }
  }
  FreeOp1(frame, op);
  if (op->result_kind) {
    *Result(frame, op) = result;
  } else {
    Release(result);
  }
  return Continue(frame);
}

Transfer UnsetStaticPropBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  Class* c = FetchOperandClass(frame, op, op->op2, op->op2_kind, nullptr);
  if (c) {
    const Value* name = ReadOp1(frame, op);
    if (name->IsString())
      ThrowError("Attempt to unset static property %s::$%s", c->name->data, name->str->view());
  }
  FreeOp1(frame, op);
  return Continue(frame);
}

Transfer IssetIsemptyStaticPropBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  bool empty = op->extended & kIsEmpty;
  PropertyInfo* info = nullptr;
  Value* place = StaticPlace(frame, op, op->extended & ~kFlagBits, &info, true);
  bool answer = empty;
  if (place && !place->IsUndef()) {
    const Value* v = Deref(place);
    answer = empty ? !ToBool(*v) : !v->IsNull();
  }
  FreeOp1(frame, op);
  return BranchAfter(frame, op, vm, answer);
}

// --- class constants

Transfer FetchClassConstantSlow(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  Value result;
  Class* c = nullptr;
  void** cache = op->op2_kind == kConst ? CacheAt(frame, op->extended) : nullptr;
  // A VAR holds a class only where FETCH_CLASS made it.
  c = FetchOperandClass(frame, op, op->op1, op->op1_kind, nullptr);
  if (c) {
    if (cache && cache[0] == c) {
      result = Copy(*static_cast<Value*>(cache[1]));
    } else {
      const Value* name = ReadOp2(frame, op);
      if (!name->IsString()) {
        ThrowTypeError("Cannot use value of type %s as class constant name", TypeNameForErrors(*name));
      } else if (name->str->view() == "class") {
        Retain(c->name);
        result = Value(c->name);
      } else {
        std::string_view written;
        if (frame->func->Is(FunctionFlags::kConstantThunk)) {
          bool parent = (op->op1.num & ClassFetch::kMask) == ClassFetch::kParent;
          written = op->op1_kind == kConst ? op->Literal(op->op1)->str->view() : parent ? "parent" : "self";
        }
        Value* v = FindClassConstant(c, name->str, frame->func->scope, written);
        ClassConstant** found = v ? c->constants.Find(name->str) : nullptr;
        bool deprecated = found && ((*found)->flags & FunctionFlags::kDeprecated);
        if (deprecated) {
          // Not from within itself: its attribute may use it.
          static std::vector<ClassConstant*> warning;
          if (std::find(warning.begin(), warning.end(), *found) == warning.end()) {
            warning.push_back(*found);
            WarnDeprecated((*found)->scope, name->str, *found);
            warning.pop_back();
          }
        }
        if (v && frame->op == op) {
          result = Copy(*v);
          if (cache && !deprecated) {
            cache[0] = c;
            cache[1] = v;
          }
        }
      }
    }
  }
  FreeOp2(frame, op);
  *Result(frame, op) = result;
  return Continue(frame);
}

inline Transfer FetchClassConstantBody(Frame* frame, const Op* op, Vm*) {
  if (op->op2_kind == kConst &&
      (op->op1_kind == kConst ||
       (op->op1_kind == kUnused && (op->op1.num & ClassFetch::kMask) != ClassFetch::kStatic))) {
    void** cache = CacheAt(frame, op->extended);
    if (TUSK_LIKELY(cache[0] != nullptr)) {
      const Value* v = static_cast<const Value*>(cache[1]);
      Retain(*v);
      *Result(frame, op) = *v;
      return {frame, op + 1};
    }
  }
  return Slow<FetchClassConstantSlow>(frame, op);
}

// --- classes

Transfer FetchClassBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  Class* c = nullptr;
  uint32_t fetch = op->op1.num;
  if (op->op2_kind == kUnused) {
    c = FetchScopeClass(frame, fetch);
  } else if (op->op2_kind == kConst) {
    void** cache = CacheAt(frame, op->extended);
    c = static_cast<Class*>(*cache);
    if (!c) {
      String* name = op->Literal(op->op2)->str;
      if (fetch & (ClassFetch::kSilent | ClassFetch::kNoAutoload)) {
        c = FindClass(name, !(fetch & ClassFetch::kNoAutoload));
      } else {
        c = FindClassOrThrow(name);
      }
      *cache = c;
    }
  } else {
    const Value* v = ReadOp2(frame, op);
    if (frame->op != op) {
      // The variable is undefined and the warning was turned into an exception.
    } else if (v->IsObject()) {
      c = v->obj->cls;
    } else if (v->IsString()) {
      String* name = v->str;
      Retain(name);
      if (fetch & (ClassFetch::kSilent | ClassFetch::kNoAutoload)) {
        c = FindClass(name, !(fetch & ClassFetch::kNoAutoload));
      } else {
        c = FindClassOrThrow(name);
      }
      Release(name);
    } else {
      ThrowError("Class name must be a valid object or a string");
    }
    FreeOp2(frame, op);
  }
  Value* result = Result(frame, op);
  result->ptr = c;
  result->type = Type::kPointer;
  return Continue(frame);
}

Transfer FetchClassNameBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  Value result;
  if (op->op1_kind != kUnused) {
    const Value* v = ReadOp1(frame, op);
    if (frame->op != op) {
      // Turned into an exception.
    } else if (v->IsObject()) {
      Retain(v->obj->cls->name);
      result = Value(v->obj->cls->name);
    } else {
      ThrowTypeError("Cannot use \"::class\" on %s", TypeNameForErrors(*v));
    }
    FreeOp1(frame, op);
  } else {
    Class* scope = frame->func->scope;
    uint32_t fetch = op->op1.num & ClassFetch::kMask;
    if (!scope) {
      ThrowError("Cannot use \"%s\" in the global scope", fetch == ClassFetch::kSelf     ? "self"
                                                          : fetch == ClassFetch::kParent ? "parent"
                                                                                         : "static");
    } else {
      Class* c = FetchScopeClass(frame, fetch);
      if (c) {
        Retain(c->name);
        result = Value(c->name);
      }
    }
  }
  *Result(frame, op) = result;
  return Continue(frame);
}

Transfer GetClassBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  Value result;
  if (op->op1_kind == kUnused) {
    if (Class* scope = frame->func->scope) {
      Deprecated("Calling get_class() without arguments is deprecated");
      if (frame->op == op) {
        Retain(scope->name);
        result = Value(scope->name);
      }
    } else {
      ThrowError("get_class() without arguments must be called from within a class");
    }
  } else {
    const Value* v = ReadOp1(frame, op);
    if (v->IsObject()) {
      Retain(v->obj->cls->name);
      result = Value(v->obj->cls->name);
    } else if (frame->op == op) {
      ThrowTypeError("get_class(): Argument #1 ($object) must be of type object, %s given",
                     TypeNameForErrors(*v));
    }
    FreeOp1(frame, op);
  }
  *Result(frame, op) = result;
  return Continue(frame);
}

Transfer GetCalledClassBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  Value result;
  Class* c = frame->called_class();
  if (!c) c = frame->func->scope;
  if (c) {
    Retain(c->name);
    result = Value(c->name);
  } else {
    ThrowError("get_called_class() must be called from within a class");
  }
  *Result(frame, op) = result;
  return Continue(frame);
}

}  // namespace

TUSK_OPCODE(FetchStaticPropR, FetchStaticPropRBody)
TUSK_OPCODE(FetchStaticPropIs, FetchStaticRead<true>)
TUSK_OPCODE(FetchStaticPropW, FetchStaticPropWBody)
TUSK_OPCODE(FetchStaticPropRw, FetchStaticPlaceSlow)
TUSK_OPCODE(FetchStaticPropUnset, FetchStaticPlaceSlow)
TUSK_OPCODE(FetchStaticPropFuncArg, FetchStaticPropFuncArgBody)
TUSK_OPCODE(AssignStaticProp, AssignStaticPropBody)
TUSK_OPCODE(AssignStaticPropOp, AssignStaticPropOpBody)
TUSK_OPCODE(AssignStaticPropRef, AssignStaticPropRefBody)
TUSK_OPCODE(PreIncStaticProp, (StepStatic<true, false>))
TUSK_OPCODE(PreDecStaticProp, (StepStatic<false, false>))
TUSK_OPCODE(PostIncStaticProp, (StepStatic<true, true>))
TUSK_OPCODE(PostDecStaticProp, (StepStatic<false, true>))
TUSK_OPCODE(UnsetStaticProp, UnsetStaticPropBody)
TUSK_OPCODE(IssetIsemptyStaticProp, IssetIsemptyStaticPropBody)
TUSK_OPCODE(FetchClassConstant, FetchClassConstantBody)
TUSK_OPCODE(FetchClass, FetchClassBody)
TUSK_OPCODE(FetchClassName, FetchClassNameBody)
TUSK_OPCODE(GetClass, GetClassBody)
TUSK_OPCODE(GetCalledClass, GetCalledClassBody)

}  // namespace tusk::handlers
