// Fibers: functions that run on a C stack and a VM stack of their own.
#pragma once

#include "interp/ext/fiber/native_stack.h"
#include "interp/runtime/object.h"
#include "interp/vm/call.h"
#include "interp/vm/context.h"

namespace tusk {

enum class FiberStatus : uint8_t { kInit, kRunning, kSuspended, kTerminated };

struct FiberData {
  FiberStatus status = FiberStatus::kInit;
  bool destroying = false;  // unwinds because its object goes: it may not suspend any more
  bool was_suspended = false;
  bool threw = false;                      // how it ended: an exception left it
  bool died = false;                       // a fatal error ended it
  Value callable;                          // kUndef before the constructor
  Callable function;                       // what that stands for; borrows from it
  Value transfer;                          // what goes over with a switch; owned
  Object* error = nullptr;                 // thrown where it goes on, instead; owned
  Value result;                            // kUndef until it returns
  bool (*step)(void* argument) = nullptr;  // what it runs instead of a PHP function
  void* step_argument = nullptr;
  uint32_t argc = 0;  // arguments of start(), which waits meanwhile
  const Value* argv = nullptr;
  Array* named = nullptr;
  // The bottom frame: of no function, so that backtraces show the fiber's own as called by nobody in
  // particular. Its caller is whoever runs the fiber.
  Frame bottom{};
  Context context{};     // of the fiber while it is suspended
  NativeContext native;  // of the other side: the fiber while it is suspended, else who resumed it
  NativeStack stack;
  FiberData* previous = nullptr;  // the fiber that resumed this one; null: {main}

  Object* object();  // that this is the native part of
};

Class* FiberClass();
FiberData* RunningFiber();  // null: {main}

}  // namespace tusk
