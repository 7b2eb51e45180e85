// Offsets of IR fields.
#include "jit/layout.h"

#include "interp/vm/generator.h"

namespace tusk::jit {

int HeapSlotOffset(int slot) {
  switch (ir::InHeapFrame(slot)) {
    case ir::kYieldedValue: return kGenerator + offsetof(GeneratorData, value);
    case ir::kYieldedKey: return kGenerator + offsetof(GeneratorData, key);
    case ir::kLargestKey: return kGenerator + offsetof(GeneratorData, largest_key);
    case ir::kReturnedValue: return kGenerator + offsetof(GeneratorData, retval);
    default: return ir::InHeapFrame(slot) * ir::kValueSize;
  }
}

int OffsetOf(ir::Field field) {
  using ir::Field;
  switch (field) {
    case Field::kRefcount: return offsetof(RefCounted, refcount);
    case Field::kStringLength: return offsetof(String, length);
    case Field::kStringHash: return offsetof(String, hash);
    case Field::kArrayKind: return offsetof(Array, kind);
    case Field::kArrayCount: return offsetof(Array, count);
    case Field::kArrayUsed: return offsetof(Array, used);
    case Field::kArrayCapacity: return offsetof(Array, capacity);
    case Field::kArrayNextFree: return offsetof(Array, next_free);
    case Field::kArrayPosition: return offsetof(Array, position);
    case Field::kArrayData: return offsetof(Array, storage);
    case Field::kArrayShape: return offsetof(Array, shape);
    case Field::kRefConstraints: return offsetof(Reference, constraints);
    case Field::kObjectClass: return offsetof(Object, cls);
    case Field::kObjectHandle: return offsetof(Object, handle);
    case Field::kObjectFlags: return offsetof(Object, flags);
    case Field::kObjectProps: return offsetof(Object, dynamic);
    case Field::kVmException: return offsetof(Vm, exception);
    case Field::kVmFrame: return offsetof(Vm, frame);
    case Field::kVmStackTop: return offsetof(Vm, stack_top);
    case Field::kVmStackEnd: return offsetof(Vm, stack_end);
    case Field::kFrameOp: return offsetof(Frame, op);
    case Field::kFrameCall: return offsetof(Frame, call);
    case Field::kFrameResult: return offsetof(Frame, result);
    case Field::kFrameFunc: return offsetof(Frame, func);
    case Field::kFramePrev: return offsetof(Frame, prev);
    case Field::kFrameThis:
    case Field::kFrameClass: return offsetof(Frame, self);
    case Field::kFrameArgc: return offsetof(Frame, arg_count);
    case Field::kFrameInfo: return offsetof(Frame, info);
    case Field::kClosureFunc: return kClosureFunction;
    case Field::kClosureTag: return kClosureSelf + kValueTag;
    case Field::kClosureThis:
    case Field::kClosureClass: return kClosureSelf;
    case Field::kGeneratorFrame: return kGenerator + offsetof(GeneratorData, frame);
    case Field::kGeneratorOuters: return kGenerator + offsetof(GeneratorData, outers);
    case Field::kGeneratorFromTag: return kGenerator + offsetof(GeneratorData, from) + kValueTag;
    case Field::kGeneratorFrom: return kGenerator + offsetof(GeneratorData, from);
    case Field::kGeneratorPosition: return kGenerator + offsetof(GeneratorData, from_position);
    case Field::kGeneratorState: return kGenerator + offsetof(GeneratorData, state);
    case Field::kFunctionStatics: return offsetof(OpArray, static_variables);
    case Field::kClassFlags: return offsetof(Class, flags);
    case Field::kClassSet: return offsetof(Class, set);
    case Field::kFunctionKind: return offsetof(Function, kind);
    case Field::kFunctionScope: return offsetof(Function, scope);
    case Field::kFunctionClosure: return offsetof(Function, closure);
    case Field::kFunctionOps: return offsetof(OpArray, ops);
    case Field::kValueExtra: return offsetof(Value, extra);
    default: UNREACHABLE();
  }
}

}  // namespace tusk::jit
