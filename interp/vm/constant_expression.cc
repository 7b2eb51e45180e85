// Constant expressions and defaults.
#include "interp/vm/constant_expression.h"

#include <algorithm>
#include <cctype>
#include <cstring>
#include <string>

#include "interp/runtime/array.h"
#include "interp/runtime/class_link.h"
#include "interp/runtime/class_table.h"
#include "interp/vm/call.h"
#include "interp/vm/closure_copy.h"

namespace tusk {

namespace {
Value* KnownConstantOf(const OpArray* thunk) {
  return reinterpret_cast<Value*>(thunk->cache + thunk->cache_slots - kKnownConstantWords);
}
}  // namespace

const Value* KnownConstant(const Value& expression, const Class* scope) {
  const auto* thunk = static_cast<const OpArray*>(expression.ptr);
  if (!thunk->cache || thunk->scope != scope) return nullptr;
  const Value* known = KnownConstantOf(thunk);
  return known->IsUndef() ? nullptr : known;
}

bool EvaluateConstant(Value* v, Class* scope) {
  if (v->type != Type::kConstantAst) return true;
  if (const Value* known = KnownConstant(*v, scope)) {
    *v = *known;
    return true;
  }
  auto* thunk = static_cast<OpArray*>(v->ptr);
  if (thunk->scope != scope) {
    // Traits' expressions are evaluated in each class that uses them: what the cache knows is the scope's.
    thunk->scope = scope;
    if (thunk->cache) std::memset(thunk->cache, 0, thunk->cache_slots * sizeof(void*));
  }
  Value result;
  CallFunction(thunk, nullptr, scope, 0, nullptr, &result);
  if (g_state->exception || result.IsUndef()) {
    Release(result);
    return false;
  }
  bool counted = result.IsRefCounted() && !(result.type <= Type::kArray && result.rc->Immortal());
  if (!counted && thunk->scope == scope) *KnownConstantOf(thunk) = result;
  *v = result;
  return true;
}

namespace {

// The RECV_INIT of parameter `index`, or null.
const Op* FindRecvInit(const OpArray* f, uint32_t index) {
  for (uint32_t i = 0; i < f->op_count; ++i) {
    const Op& op = f->ops[i];
    if (op.opcode == Opcode::kRecvInit && op.op1.num == index + 1) return &op;
    if (op.opcode != Opcode::kRecv && op.opcode != Opcode::kRecvInit && op.opcode != Opcode::kRecvVariadic &&
        op.opcode != Opcode::kExtNop) {
      break;
    }
  }
  return nullptr;
}

}  // namespace

String* DefaultText(const Function* f, uint32_t index) {
  if (f->kind != FunctionKind::kUser) return nullptr;
  const auto* a = static_cast<const OpArray*>(f);
  const Op* op = FindRecvInit(a, index);
  if (!op) return nullptr;
  const Value& v = *op->Literal(op->op2);
  switch (v.type) {
    case Type::kNull: return Intern("null");
    case Type::kFalse: return Intern("false");
    case Type::kTrue: return Intern("true");
    case Type::kInt: return IntToString(v.i);
    case Type::kFloat: {
      char buffer[kFloatBufferBytes];
      return NewString(std::string_view(buffer, FormatFloat(v.d, 14, buffer, sizeof buffer)));
    }
    case Type::kString: {
      std::string text = "'";
      text += v.str->view().substr(0, 10);
      text += v.str->length > 10 ? "...'" : "'";
      return NewString(text);
    }
    case Type::kArray: return Intern(v.arr->count ? "[...]" : "[]");
    case Type::kConstantAst: {
      // The name of a constant, else no more than that it is an expression.
      std::string_view text = static_cast<const OpArray*>(v.ptr)->doc_comment;
      if (text.starts_with('\\')) text.remove_prefix(1);
      bool name = !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return c == '_' || c == '\\' || c == ':' || c >= 0x80 || std::isalnum(c);
      });
      return name ? NewString(text) : Intern("<expression>");
    }
    default: return Intern("<expression>");
  }
}

void BindEarly(ClassDecl* decl) {
  if (decl->prototype->Is(ClassFlags::kLinked)) return;
  if (TryLinkClass(decl->prototype, decl->trait_rules)) decl->bound_early = true;
}

void InstallClassHooks() {
  g_state->evaluate_constant = EvaluateConstant;
  g_state->default_text = DefaultText;
  g_link_hooks.copy_function = CopyFunctionForTrait;
  g_link_hooks.function_line = FunctionLine;
  g_link_hooks.same_code = SameCode;
}

}  // namespace tusk
