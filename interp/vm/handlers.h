// How opcode bodies are registered and how an opline gets its handler.
//
// Every opcode of opcodes.def needs one registration in handlers/<family>.cc; a missing one fails to link.
//   TUSK_OPCODE(Camel, body)                           body: Transfer (*)(Frame*, const Op*, Vm*)
//   TUSK_OPCODE_1(Camel, Body, (Kinds<...>))           Body<K1>: specialised by the kind of op1
//   TUSK_OPCODE_1R(Camel, Body, (Kinds<...>))          Body<K1, Used>: and by whether the result is wanted
//   TUSK_OPCODE_2(Camel, Body, (Kinds<...>), (Kinds<...>))    Body<K1, K2>
//   TUSK_OPCODE_SMART(Camel, Body, (Kinds<...>), (Kinds<...>))  Body<K1, K2, Branch>: fused with JMPZ / JMPNZ
// Kinds lists the operand kinds that get an instance of their own (masks such as kTmpVar are fine); all
// others and the Step function share the instance for kAnyKind, which looks at the opline.
#pragma once

#include "interp/vm/dispatch.h"
#include "interp/vm/op.h"

namespace tusk {

inline constexpr uint8_t kAnyKind = 0xff;
// Template argument of smart-branch bodies: 0, kSmartJmpz, kSmartJmpnz, or look at the opline.
inline constexpr uint8_t kAnyBranch = 0xff;
// Template argument `Used`: whether the result is wanted.
enum class Used : uint8_t { kNo, kYes, kAny };

template <uint8_t... Ks>
struct Kinds {};

// The Run handler that `op` starts with: never a quickened variant, never a trace or a counter.
Handler InitialHandler(const Op& op);
// Gives every opline of `function` its initial handler and fills in what SEND oplines precompute.
// Does nothing if the op array (or a copy that shares its oplines) was prepared already.
void AssignHandlers(OpArray* function);

// Opcodes of the sentinels, so that g_step_handlers covers them too.
inline constexpr Opcode kHaltOpcode = static_cast<Opcode>(253);
inline constexpr Opcode kLeaveOpcode = static_cast<Opcode>(254);
inline constexpr Opcode kInterruptOpcode = static_cast<Opcode>(255);

namespace handlers {

constexpr bool KindMatches(uint8_t wanted, uint8_t kind) {
  return wanted == 0 ? kind == 0 : (wanted & kind) != 0;
}

template <uint8_t... Ks, typename F>
Handler PickKind(uint8_t kind, Kinds<Ks...>, F make) {
  Handler handler = nullptr;
  ((handler == nullptr && KindMatches(Ks, kind) ? void(handler = make.template operator()<Ks>()) : void()),
   ...);
  return handler ? handler : make.template operator()<kAnyKind>();
}

template <typename F>
Handler PickBranch(uint8_t result_kind, F make) {
  if (result_kind & kSmartJmpz) return make.template operator()<kSmartJmpz>();
  if (result_kind & kSmartJmpnz) return make.template operator()<kSmartJmpnz>();
  return make.template operator()<uint8_t{0}>();
}

#define OP(number, NAME, Camel, ...) \
  Handler Pick##Camel(const Op& op); \
  const Op* Step##Camel(Frame* frame, const Op* op, Vm* vm);
#include "interp/vm/opcodes.def"
#undef OP

}  // namespace handlers
}  // namespace tusk

// The macros below belong into namespace tusk::handlers.
#define TUSK_UNPAREN(...) __VA_ARGS__
#define TUSK_OPCODE(Camel, body)                        \
  Handler Pick##Camel(const Op&) { return &Run<body>; } \
  const Op* Step##Camel(Frame* frame, const Op* op, Vm* vm) { return Step<body>(frame, op, vm); }
#define TUSK_OPCODE_1(Camel, Body, kinds)                                                          \
  Handler Pick##Camel(const Op& op) {                                                              \
    return PickKind(op.op1_kind, TUSK_UNPAREN kinds{}, []<uint8_t K>() { return &Run<Body<K>>; }); \
  }                                                                                                \
  const Op* Step##Camel(Frame* frame, const Op* op, Vm* vm) { return Step<Body<kAnyKind>>(frame, op, vm); }
#define TUSK_OPCODE_1R(Camel, Body, kinds)                                   \
  Handler Pick##Camel(const Op& op) {                                        \
    bool used = op.result_kind != kUnused;                                   \
    return PickKind(op.op1_kind, TUSK_UNPAREN kinds{}, [used]<uint8_t K>() { \
      return used ? &Run<Body<K, Used::kYes>> : &Run<Body<K, Used::kNo>>;    \
    });                                                                      \
  }                                                                          \
  const Op* Step##Camel(Frame* frame, const Op* op, Vm* vm) {                \
    return Step<Body<kAnyKind, Used::kAny>>(frame, op, vm);                  \
  }
#define TUSK_OPCODE_2(Camel, Body, kinds1, kinds2)                                                          \
  Handler Pick##Camel(const Op& op) {                                                                       \
    return PickKind(op.op1_kind, TUSK_UNPAREN kinds1{}, [&]<uint8_t K1>() {                                 \
      return PickKind(op.op2_kind, TUSK_UNPAREN kinds2{}, []<uint8_t K2>() { return &Run<Body<K1, K2>>; }); \
    });                                                                                                     \
  }                                                                                                         \
  const Op* Step##Camel(Frame* frame, const Op* op, Vm* vm) {                                               \
    return Step<Body<kAnyKind, kAnyKind>>(frame, op, vm);                                                   \
  }
#define TUSK_OPCODE_2R(Camel, Body, kinds1, kinds2)                                   \
  Handler Pick##Camel(const Op& op) {                                                 \
    bool used = op.result_kind != kUnused;                                            \
    return PickKind(op.op1_kind, TUSK_UNPAREN kinds1{}, [&]<uint8_t K1>() {           \
      return PickKind(op.op2_kind, TUSK_UNPAREN kinds2{}, [&]<uint8_t K2>() {         \
        return used ? &Run<Body<K1, K2, Used::kYes>> : &Run<Body<K1, K2, Used::kNo>>; \
      });                                                                             \
    });                                                                               \
  }                                                                                   \
  const Op* Step##Camel(Frame* frame, const Op* op, Vm* vm) {                         \
    return Step<Body<kAnyKind, kAnyKind, Used::kAny>>(frame, op, vm);                 \
  }
#define TUSK_OPCODE_SMART(Camel, Body, kinds1, kinds2)                                        \
  Handler Pick##Camel(const Op& op) {                                                         \
    return PickKind(op.op1_kind, TUSK_UNPAREN kinds1{}, [&]<uint8_t K1>() {                   \
      return PickKind(op.op2_kind, TUSK_UNPAREN kinds2{}, [&]<uint8_t K2>() {                 \
        return PickBranch(op.result_kind, []<uint8_t B>() { return &Run<Body<K1, K2, B>>; }); \
      });                                                                                     \
    });                                                                                       \
  }                                                                                           \
  const Op* Step##Camel(Frame* frame, const Op* op, Vm* vm) {                                 \
    return Step<Body<kAnyKind, kAnyKind, kAnyBranch>>(frame, op, vm);                         \
  }
