// The only home of run-time struct offsets in the code generator (entry_points.h has the C functions).
#pragma once

#include <cstddef>

#include "interp/runtime/array.h"
#include "interp/runtime/closure.h"
#include "interp/runtime/object.h"
#include "interp/runtime/string.h"
#include "interp/vm/dispatch.h"
#include "interp/vm/frame.h"
#include "interp/vm/vm.h"
#include "ir/types.h"

namespace tusk::jit {

inline constexpr int kValueTag = offsetof(Value, type);
inline constexpr int kObjectFirstProp = sizeof(Object);
inline constexpr int kStringData = offsetof(String, data);
inline constexpr int kReferenceValue = offsetof(Reference, value);
inline constexpr int kOpHandler = offsetof(Op, handler);
inline constexpr int kFrameOp = offsetof(Frame, op);
inline constexpr int kFrameCall = offsetof(Frame, call);
inline constexpr int kFrameResult = offsetof(Frame, result);
inline constexpr int kFrameFunc = offsetof(Frame, func);
inline constexpr int kFrameSelf = offsetof(Frame, self);
inline constexpr int kFramePrev = offsetof(Frame, prev);
inline constexpr int kFrameSymbols = offsetof(Frame, symbols);
inline constexpr int kFrameCache = offsetof(Frame, cache);
inline constexpr int kFrameInfo = offsetof(Frame, info);
inline constexpr int kFrameArgc = offsetof(Frame, arg_count);
inline constexpr int kOpArrayCache = offsetof(OpArray, cache);
// Class Closure declares no properties: the native part comes first.
inline constexpr int kClosureFunction = sizeof(Object) + offsetof(Closure, function);
inline constexpr int kClosureSelf = sizeof(Object) + offsetof(Closure, self);
// So does class Generator.
inline constexpr int kGenerator = sizeof(Object);
// Byte offset of a slot of a frame on the heap from what HEAPADDR counts from.
int HeapSlotOffset(int slot);
inline constexpr int kVmFrame = offsetof(Vm, frame);
inline constexpr int kRefcount = offsetof(RefCounted, refcount);
inline constexpr int kGcInfo = offsetof(RefCounted, info);

constexpr int TagOf(Type t) { return static_cast<int>(t); }
static_assert(TagOf(Type::kUndef) == ir::kTagUndef && TagOf(Type::kNull) == ir::kTagNull &&
              TagOf(Type::kFalse) == ir::kTagFalse && TagOf(Type::kTrue) == ir::kTagTrue &&
              TagOf(Type::kInt) == ir::kTagInt && TagOf(Type::kFloat) == ir::kTagFloat &&
              TagOf(Type::kString) == ir::kTagString && TagOf(Type::kArray) == ir::kTagArray &&
              TagOf(Type::kObject) == ir::kTagObject && TagOf(Type::kReference) == ir::kTagRef);
static_assert(sizeof(Value) == ir::kValueSize && sizeof(Frame) == ir::kFrameSlots * ir::kValueSize);

// Byte offset of a field in its struct.
int OffsetOf(ir::Field field);

}  // namespace tusk::jit
