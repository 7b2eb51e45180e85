// Constant expressions that the compiler left as op arrays: running them.
#include "interp/vm/constant_expr.h"

#include <memory>
#include <vector>

#include "interp/vm/call.h"

namespace tusk {

namespace {

// Copies for other scopes (constants inherited through traits): they live on, like all code.
std::vector<std::unique_ptr<OpArray>>& Rescoped() {
  static auto* all = new std::vector<std::unique_ptr<OpArray>>;
  return *all;
}

}  // namespace

bool EvaluateConstantThunk(Value* v, Class* scope) {
  if (v->type != Type::kConstantAst) return true;
  auto* thunk = static_cast<OpArray*>(v->ptr);
  if (scope && thunk->scope != scope) {
    auto copy = std::make_unique<OpArray>(*thunk);
    copy->scope = scope;
    copy->cache = nullptr;
    thunk = copy.get();
    Rescoped().push_back(std::move(copy));
  }
  Value result;
  CallFunction(thunk, nullptr, thunk->scope, 0, nullptr, &result);
  if (result.IsUndef()) return false;
  *v = result;
  return true;
}

}  // namespace tusk
