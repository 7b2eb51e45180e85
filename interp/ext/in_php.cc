// Forwards builtin functions to their bodies in PHP; what such bodies need of the engine.
#include "interp/ext/in_php.h"

#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/class_table.h"

namespace tusk {

void CallInPhp(std::string_view lower_class, Args args, Value* result) {
  Class* c = FindClass(lower_class, false);
  CHECK(c != nullptr);
  String* name = InternLower(args.frame->func->name->view());
  Function* const* method = c->methods.Find(name);
  CHECK(method != nullptr);
  uint32_t count = args.count;
  while (count > 0 && args.values[count - 1].IsUndef()) --count;
  CallFunction(*method, nullptr, c, count, args.values, result);
}

namespace {

// A warning (or what level says) at the line of the user's code that runs.
void Warn(Args args, Value*) {
  RaiseMessage(static_cast<int>(args.Int(1, ErrorLevel::kWarning)), args.View(0));
}

constexpr BuiltinRow kRows[] = {
    {"tusk\\warn", "(string $message, int $level = 2): void", Effects::kWarns | Effects::kThrows, Warn},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kInPhpFunctions(kRows);

}  // namespace tusk
