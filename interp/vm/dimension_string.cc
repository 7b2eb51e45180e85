// $string[$dim]: bytes of strings by their offsets.
#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/heap.h"
#include "interp/runtime/scalar.h"
#include "interp/runtime/typed_reference.h"
#include "interp/vm/dimension_parts.h"
#include "interp/vm/dispatch.h"

namespace tusk {

// The byte offset that `dim` means. False: raised, or (kIsset) there is none. `write`: for assignment.
bool StringOffset(const Value& dim, DimMode mode, int64_t* offset) {
  bool isset = mode == DimMode::kIsset;
  switch (dim.type) {
    case Type::kInt: *offset = dim.i; return true;
    case Type::kString: {
      int64_t i;
      double d;
      bool trailing = false;
      if (ParseNumber(dim.str->view(), &i, &d, &trailing) == Numeric::kInt) {
        if (trailing) {
          if (isset) return false;
          Warning("Illegal string offset \"%s\"", dim.str->view());
          if (HasException()) return false;
        }
        *offset = i;
        return true;
      }
      if (isset) return false;
      ThrowTypeError("Cannot access offset of type %s on string", TypeNameForErrors(dim));
      return false;
    }
    case Type::kUndef:
    case Type::kNull:
    case Type::kFalse:
    case Type::kTrue:
    case Type::kFloat:
      if (!isset) {
        Warning("String offset cast occurred");
        if (HasException()) return false;
      }
      *offset = ToInt(dim);
      return true;
    case Type::kReference: return StringOffset(dim.ref->value, mode, offset);
    default:
      ThrowTypeError("Cannot access offset of type %s on string", TypeNameForErrors(dim));
      return false;
  }
}

bool IsWhole(std::string_view text) {
  int64_t i;
  double d;
  bool trailing = false;
  return ParseNumber(text, &i, &d, &trailing) == Numeric::kInt;
}

// Why a place in a string cannot be had: what the code does next with it says it.
const char* StringOffsetMisuse() {
  const Frame* frame = g_vm.frame;
  const Op* op = frame && frame->func && frame->IsUser() ? frame->op : nullptr;
  if (!op) return "Cannot use string offset as an array";
  if (op->opcode == Opcode::kAssignDimOp) return "Cannot use assign-op operators with string offsets";
  if (op->opcode == Opcode::kFetchListW) return "Cannot create references to/from string offsets";
  const Op* next = op + 1;
  while (next->opcode == Opcode::kExtNop) ++next;
  switch (next->opcode) {
    case Opcode::kPreInc:
    case Opcode::kPreDec:
    case Opcode::kPostInc:
    case Opcode::kPostDec: return "Cannot increment/decrement string offsets";
    case Opcode::kFetchObjW:
    case Opcode::kFetchObjRw:
    case Opcode::kFetchObjFuncArg:
    case Opcode::kFetchObjUnset:
    case Opcode::kAssignObj:
    case Opcode::kAssignObjOp:
    case Opcode::kAssignObjRef:
    case Opcode::kUnsetObj:
    case Opcode::kPreIncObj:
    case Opcode::kPreDecObj:
    case Opcode::kPostIncObj:
    case Opcode::kPostDecObj: return "Cannot use string offset as an object";
    case Opcode::kFetchDimW:
    case Opcode::kFetchDimRw:
    case Opcode::kFetchDimFuncArg:
    case Opcode::kFetchDimUnset:
    case Opcode::kAssignDim:
    case Opcode::kAssignDimOp:
    case Opcode::kUnsetDim: return "Cannot use string offset as an array";
    default: return "Cannot create references to/from string offsets";
  }
}

Value ReadString(String* s, const Value& dim, DimMode mode) {
  if (mode == DimMode::kList) return Value::Null();
  Retain(s);
  int64_t offset;
  Value result;
  if (!StringOffset(dim, mode, &offset)) {
    if (mode == DimMode::kIsset) result = Value::Null();
  } else {
    auto length = static_cast<int64_t>(s->length);
    int64_t at = offset < 0 ? offset + length : offset;
    if (at < 0 || at >= length) {
      if (mode == DimMode::kIsset) {
        result = Value::Null();
      } else {
        Warning("Uninitialized string offset %d", offset);
        result = Value(EmptyString());
      }
    } else {
      result = Value(CharString(static_cast<unsigned char>(s->data[at])));
    }
  }
  Release(s);
  return result;
}

// $string[$dim] = v
void WriteString(Value* place, const Value& dim, Value v, Value* result) {
  if (result) *result = Value::Null();
  String* s = place->str;
  Retain(s);
  int64_t offset;
  bool ok = StringOffset(dim, DimMode::kWrite, &offset);
  if (ok && offset < -static_cast<int64_t>(s->length)) {
    Warning("Illegal string offset %d", offset);
    ok = false;
  }
  if (!ok) {
    Release(s);
    Release(v);
    if (result && HasException()) *result = Value();
    return;
  }
  char c = 0;
  size_t length;
  if (v.IsString()) {
    length = v.str->length;
    c = v.str->data[0];
  } else {
    String* text = ToString(v);
    if (!text) {
      Release(s);
      Release(v);
      if (result) *result = Value();
      return;
    }
    length = text->length;
    c = text->data[0];
    Release(text);
  }
  Release(v);
  if (length != 1) {
    if (length == 0) {
      ThrowError("Cannot assign an empty string to a string offset");
      Release(s);
      if (result) *result = Value();
      return;
    }
    Warning("Only the first byte will be assigned to the string offset");
    if (HasException()) {
      Release(s);
      if (result) *result = Value();
      return;
    }
  }
  // The error handler may have put something else there.
  bool same = place->IsString() && place->str == s;
  Release(s);
  if (!same) return;
  size_t old_length = s->length;
  size_t at = offset < 0 ? static_cast<size_t>(offset + static_cast<int64_t>(old_length))
                         : static_cast<size_t>(offset);
  s = Separate(s);
  if (at >= old_length) {
    CheckMemoryLimit(at);
    s = AppendInPlace(s, std::string(at + 1 - old_length, ' '));
  }
  s->data[at] = c;
  s->hash = 0;
  *place = Value(s);
  if (result) *result = Value(CharString(static_cast<unsigned char>(c)));
}

// ---- turning nothing into an array

}  // namespace tusk
