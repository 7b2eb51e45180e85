// The state of the running script that the runtime needs: pending exception, attention word, hooks into the
// VM. There is one script per process, so it is one object; the VM's Vm derives from it and trace code
// addresses it by a fixed register.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

#include "interp/runtime/value.h"

namespace tusk {

struct Class;
struct Function;
struct Frame;

// Reasons to leave straight-line execution, tested with one load at backward jumps, at calls and at the ends
// of internal calls.
struct Attention {
  enum : uint32_t {
    kInterrupt = 1u << 0,  // somebody asked for the interrupt callbacks
    kTimeout = 1u << 1,    // max_execution_time
    kSignal = 1u << 2,
    kUnwinding = 1u << 4,  // an exception is pending or exit() unwinds: kept by State's setters
  };
};

// Reads what another thread may write, where no order matters. An atomic load would be an instruction of its
// own; a plain one becomes an operand of the test.
template <typename T>
TUSK_INLINE T LoadPlainly(const std::atomic<T>& word) {
  static_assert(sizeof word == sizeof(T));
#if __has_feature(thread_sanitizer)
  return word.load(std::memory_order_relaxed);
#else
  return reinterpret_cast<const T&>(word);
#endif
}

// A field of State that everybody reads and only its setters write.
template <typename T>
class Kept {
 public:
  operator T() const { return value_; }
  T operator->() const { return value_; }

 private:
  friend struct State;
  T value_{};
};

struct State {
  std::atomic<uint32_t> attention{0};
  // What the conditions of loops compare the type of an int with: no type at all while the VM wants
  // attention, so that they take their slow way and need no test of the word (RaiseInterrupt).
  std::atomic<Type> loop_int{Type::kInt};
  uint32_t silence = 0;     // depth of @
  Kept<Object*> exception;  // pending; owned
  Kept<bool> exiting;       // exit() unwinds: no catch, no finally
  int exit_status = 0;
  int error_reporting = 32767;
  bool display_errors = true;  // ini settings that diagnostics look at; ini.cc keeps them up to date
  bool display_errors_on_stderr = false;
  bool log_errors = false;
  bool ignore_exception_args = false;

  // Hooks that the VM fills in, so that the runtime can call up.
  // Calls `f`; arguments are borrowed; *result gets an owned value (kUndef when an exception was raised).
  void (*call)(Function* f, Object* self, Class* called_scope, uint32_t argc, const Value* argv,
               Value* result) = nullptr;
  Class* (*find_class)(String* name, bool autoload) = nullptr;
  Class* (*running_scope)() = nullptr;      // class of the executing function, for visibility
  bool (*running_strict)() = nullptr;       // its file says strict_types=1
  String* (*running_function)() = nullptr;  // "strlen", "A::f": the prefix of messages; borrowed
  void (*position)(String** file, uint32_t* line) = nullptr;  // where the script is now; borrowed
  Value (*backtrace)(uint32_t skip, bool with_args, bool with_object,
                     uint32_t limit) = nullptr;                 // array, owned
  bool (*evaluate_constant)(Value* v, Class* scope) = nullptr;  // kConstantAst to a value, in place
  // Calls anything callable; as `call`. False (and *result kUndef) when it can't be called or raised an
  // exception; a callable that can't be called raises nothing.
  bool (*call_callable)(const Value& callable, uint32_t argc, const Value* argv, Value* result) = nullptr;
  // The innermost function that runs (a builtin or user code), or null.
  Function* (*running_callable)() = nullptr;
  Object* (*running_this)() = nullptr;  // its $this, or null
  // Whether C++ that recurses through values must stop here.
  bool (*stack_is_short)() = nullptr;
  // An exception became pending: redirects the running user frame to HANDLE_EXCEPTION.
  void (*redirect_to_exception)() = nullptr;
  // The builtin class with this lowercase name, made now, or null.
  Class* (*make_builtin_class)(std::string_view lower_name) = nullptr;
  // PHP text of a user function's default for a parameter, for messages ("1", "[]", "'abc'", "A::B").
  // A fatal error is about to ask for its position, from wherever it happened.
  void (*before_fatal_error)() = nullptr;
  // It has said it: nothing that ran goes on, and nobody finds it on the stack any more.
  void (*abandon_frames)() = nullptr;
  // A fatal error is about to run shutdown functions: they run in {main}, whatever else was running.
  void (*abandon_contexts)() = nullptr;
  // Calls step(argument) until it returns false, in such a way that PHP code in it may be suspended without
  // suspending the caller: then the caller goes on at once, and this step is the last. Null: there never was
  // a fiber.
  void (*run_apart)(bool (*step)(void* argument), void* argument) = nullptr;
  bool (*is_callable)(const Value& v) = nullptr;
  String* (*default_text)(const Function* f, uint32_t index) = nullptr;

  // Takes over the reference.
  void SetException(Object* pending) {
    exception.value_ = pending;
    KeepUnwinding();
  }
  void SetExiting(bool on) {
    exiting.value_ = on;
    KeepUnwinding();
  }
  bool Unwinding() const { return LoadPlainly(attention) & Attention::kUnwinding; }

 private:
  void KeepUnwinding() {
    bool unwinding = exception.value_ || exiting.value_;
    if (unwinding == Unwinding()) return;
    unwinding ? attention.fetch_or(Attention::kUnwinding) : attention.fetch_and(~Attention::kUnwinding);
  }
};

extern State* g_state;  // the one Vm

inline bool HasException() { return g_state->exception != nullptr; }

}  // namespace tusk
