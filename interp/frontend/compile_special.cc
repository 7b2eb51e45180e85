// Calls of builtin functions that have an opcode of their own, or that are known before the program runs.
#include <optional>

#include "interp/frontend/compiler.h"
#include "interp/runtime/array.h"
#include "interp/runtime/convert.h"

namespace tusk {

namespace {

enum SpecialId {
  kStrlen,
  kTypeTest,
  kToBool,
  kToType,
  kDefined,
  kChr,
  kOrd,
  kCallUserFunc,
  kCallUserFuncArray,
  kInArray,
  kCount,
  kGetClass,
  kGetCalledClass,
  kGettype,
  kFuncNumArgs,
  kFuncGetArgs,
  kArrayKeyExists,
  kArraySlice,
};

constexpr uint32_t Mask(Type t) { return TypeDecl::Bit(t); }
constexpr uint32_t kScalarMask =
    TypeDecl::kBool | Mask(Type::kInt) | Mask(Type::kFloat) | Mask(Type::kString);

struct SpecialRow {
  std::string_view name;
  SpecialId id;
  uint32_t parameter;  // kTypeTest: mask, kToType: type, kCount: is sizeof
};
constexpr SpecialRow kSpecials[] = {
    {"array_key_exists", kArrayKeyExists, 0},
    {"array_slice", kArraySlice, 0},
    {"boolval", kToBool, 0},
    {"call_user_func", kCallUserFunc, 0},
    {"call_user_func_array", kCallUserFuncArray, 0},
    {"chr", kChr, 0},
    {"count", kCount, 0},
    {"defined", kDefined, 0},
    {"doubleval", kToType, static_cast<uint32_t>(Type::kFloat)},
    {"floatval", kToType, static_cast<uint32_t>(Type::kFloat)},
    {"func_get_args", kFuncGetArgs, 0},
    {"func_num_args", kFuncNumArgs, 0},
    {"get_called_class", kGetCalledClass, 0},
    {"get_class", kGetClass, 0},
    {"gettype", kGettype, 0},
    {"in_array", kInArray, 0},
    {"intval", kToType, static_cast<uint32_t>(Type::kInt)},
    {"is_array", kTypeTest, Mask(Type::kArray)},
    {"is_bool", kTypeTest, TypeDecl::kBool},
    {"is_double", kTypeTest, Mask(Type::kFloat)},
    {"is_float", kTypeTest, Mask(Type::kFloat)},
    {"is_int", kTypeTest, Mask(Type::kInt)},
    {"is_integer", kTypeTest, Mask(Type::kInt)},
    {"is_long", kTypeTest, Mask(Type::kInt)},
    {"is_null", kTypeTest, Mask(Type::kNull)},
    {"is_object", kTypeTest, Mask(Type::kObject)},
    {"is_resource", kTypeTest, Mask(Type::kResource)},
    {"is_scalar", kTypeTest, kScalarMask},
    {"is_string", kTypeTest, Mask(Type::kString)},
    {"ord", kOrd, 0},
    {"sizeof", kCount, 1},
    {"strlen", kStrlen, 0},
    {"strval", kToType, static_cast<uint32_t>(Type::kString)},
};

const SpecialRow* FindSpecial(std::string_view name) {
  for (const SpecialRow& row : kSpecials) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

}  // namespace

bool Compiler::SpecialCall(Node* result, std::string_view lower, Ast* args, const Function* callee,
                           uint32_t line) {
  if (callee->kind != FunctionKind::kBuiltin || !args->Is(AstKind::kArgList)) return false;
  const SpecialRow* row = FindSpecial(lower);
  if (!row) return false;
  for (Ast* arg : args->Children()) {
    if (arg->Is(AstKind::kUnpack) || arg->Is(AstKind::kNamedArg)) return false;
  }
  const uint32_t count = args->count;
  auto unary = [&](Code code, uint32_t extended = 0) {
    if (count != 1) return false;
    Node value = Expr((*args)[0]);
    b_->EmitTmp(result, code, &value).extended = extended;
    return true;
  };
  Value v;
  switch (row->id) {
    case kStrlen: {
      if (count != 1) return false;
      Node value = Expr((*args)[0]);
      if (value.IsString()) {
        *result = Node::Int(static_cast<int64_t>(value.constant.str->length));
      } else {
        b_->EmitTmp(result, Code::kStrlen, &value);
      }
      return true;
    }
    case kTypeTest: return unary(Code::kTypeCheck, row->parameter);
    case kToBool: return unary(Code::kBool);
    case kToType: return unary(Code::kCast, row->parameter);
    case kCount: return unary(Code::kCount, row->parameter);
    case kGettype: return unary(Code::kGetType);
    case kChr:
      if (count != 1 || !ConstOf((*args)[0], &v) || !v.IsInt()) return false;
      *result = Node::Str(CharString(static_cast<unsigned char>(v.i & 0xff)));
      return true;
    case kOrd:
      if (count != 1 || !ConstOf((*args)[0], &v) || !v.IsString()) return false;
      *result = Node::Int(static_cast<unsigned char>(v.str->data[0]));
      return true;
    case kDefined: {
      if (count != 1 || !ConstOf((*args)[0], &v) || !v.IsString()) return false;
      std::string_view name = v.str->view();
      if (name.find('\\') != std::string_view::npos || name.find(':') != std::string_view::npos) return false;
      if (options_.find_constant && options_.find_constant(v.str)) {
        *result = Node::Constant(Value(true));
        return true;
      }
      Op& op = b_->EmitTmp(result, Code::kDefined);
      SetConstOperand(&op.op1, &op.op1_kind, ConstNameLiteral(v.str, false));
      op.extended = b_->CacheSlots(1);
      return true;
    }
    case kGetClass:
      if (count == 0) {
        b_->EmitTmp(result, Code::kGetClass);
        return true;
      }
      return unary(Code::kGetClass);
    case kGetCalledClass:
      if (count != 0) return false;
      b_->EmitTmp(result, Code::kGetCalledClass);
      return true;
    case kFuncNumArgs:
      if (count != 0 || !b_->fn->name) return false;
      b_->EmitTmp(result, Code::kFuncNumArgs);
      return true;
    case kFuncGetArgs:
      if (count != 0 || !b_->fn->name) return false;
      b_->EmitTmp(result, Code::kFuncGetArgs);
      return true;
    case kArraySlice: {
      // array_slice(func_get_args(), n)
      if (count != 2 || !b_->fn->name || !ConstOf((*args)[1], &v) || !v.IsInt() || v.i < 0) return false;
      Ast* inner = (*args)[0];
      if (!inner->Is(AstKind::kCall) || !(*inner)[0]->Is(AstKind::kName) ||
          !(*inner)[1]->Is(AstKind::kArgList) || (*inner)[1]->count != 0) {
        return false;
      }
      bool qualified;
      String* name = ResolveFunction((*inner)[0]->Text(), (*inner)[0]->Attr<NameKind>(), &qualified);
      if (!EqualIgnoreCase(name->view(), "func_get_args")) return false;
      Node skip = Node::Constant(v);
      b_->EmitTmp(result, Code::kFuncGetArgs, &skip);
      return true;
    }
    case kArrayKeyExists: {
      if (count != 2) return false;
      Node key = Expr((*args)[0]);
      Node array = Expr((*args)[1]);
      b_->EmitTmp(result, Code::kArrayKeyExists, &key, &array);
      return true;
    }
    case kInArray: {
      bool strict = false;
      if (count == 3) {
        FoldConst(&args->kids[2]);
        if (!ConstOf((*args)[2], &v)) return false;
        strict = ToBool(v);
      } else if (count != 2) {
        return false;
      }
      if (!(*args)[1]->Is(AstKind::kArray) || !FoldArray((*args)[1], &v)) return false;
      // Found by hash: only what compares by its bytes or as an integer.
      Array* source = v.arr;
      Array* keys = NewHash(source->count);
      for (uint32_t p = First(source); p != kEnd; p = Next(source, p)) {
        Value element = ValueAt(source, p);
        int64_t number;
        double real;
        if (element.IsString() &&
            (strict || IsNumericString(element.str->view(), &number, &real) == Numeric::kNot)) {
          SetStr(keys, element.str, Value(true));
        } else if (strict && element.IsInt()) {
          SetInt(keys, element.i, Value(true));
        } else {
          Release(Value(keys));
          return false;
        }
      }
      Node needle = Expr((*args)[0]);
      Node haystack = Node::Constant(Value(keys));
      b_->EmitTmp(result, Code::kInArray, &needle, &haystack).extended = strict;
      return true;
    }
    case kCallUserFunc:
    case kCallUserFuncArray: {
      bool with_array = row->id == kCallUserFuncArray;
      if (with_array ? count != 2 : count < 1) return false;
      Node callable = Expr((*args)[0]);
      Node name = Node::Str(Intern(lower));
      b_->Emit(nullptr, Code::kInitUserCall, &name, &callable).extended = with_array ? 0 : count - 1;
      if (with_array) {
        Node values = Expr((*args)[1]);
        b_->Emit(nullptr, Code::kSendArray, &values);
        b_->Emit(nullptr, Code::kCheckUndefArgs);
      } else {
        for (uint32_t i = 1; i < count; ++i) {
          Node value = Expr((*args)[i]);
          Op& op = b_->Emit(nullptr, Code::kSendUser, &value);
          op.op2.num = i;
          op.result.num = SlotOffset(i - 1);
        }
      }
      Op& call = b_->Emit(result, Code::kDoFcall);
      call.line = line;
      if (with_array) call.extended = kExtraNamedArgs;
      return true;
    }
  }
  return false;
}

}  // namespace tusk
