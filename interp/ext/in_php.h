// Builtin functions whose bodies are PHP: static methods of a class from a class table, compiled at first
// use.
#pragma once

#include <algorithm>
#include <string_view>

#include "interp/runtime/function.h"

namespace tusk {

// Runs the static method of the class that is called as the running builtin is.
void CallInPhp(std::string_view lower_class, Args args, Value* result);

template <size_t N>
struct ClassText {
  char text[N];
  constexpr ClassText(const char (&from)[N]) { std::copy_n(from, N, text); }
};
// The body for a BuiltinRow: InPhp<"tusk\\image\\functions">.
template <ClassText kLowerClass>
void InPhp(Args args, Value* result) {
  CallInPhp(kLowerClass.text, args, result);
}

}  // namespace tusk
