// Making, entering and leaving frames from traces and exits: what PushFrame, EnterUser and LeaveBody do, with
// the places decided by the recorder.
#include "trace/frames.h"

#include <memory>
#include <tuple>

#include "interp/runtime/closure.h"
#include "trace/log.h"

namespace tusk::trace {

namespace {

Frame* FrameAt(Value* root, int slot) { return reinterpret_cast<Frame*>(root + slot); }

auto KeyOf(const FrameShape& s) {
  return std::make_tuple(s.function, s.call_op, s.info, s.argc, s.base, s.owner, s.result_slot, s.active,
                         s.plain, s.self_class);
}

// Traces keep addresses of shapes; equal ones are common, so they are shared and never freed.
const FrameShape* Share(const FrameShape& shape) {
  static absl::flat_hash_map<decltype(KeyOf(shape)), std::unique_ptr<FrameShape>> shapes;
  std::unique_ptr<FrameShape>& known = shapes[KeyOf(shape)];
  if (!known) known = std::make_unique<FrameShape>(shape);
  return known.get();
}

ir::IrRef ShapeConstant(ir::Builder* ir, const FrameShape& shape) {
  std::string label;
  if (g_log.labels)
    label = "frame of " +
            (shape.function->name ? std::string(shape.function->name->view()) : std::string("closure"));
  return ir->KPtr(ir::ConstKind::kPointer, Share(shape), label);
}

}  // namespace

void MakeFrame(Vm* vm, Value* root, const FrameShape* shape, Frame* owner, Object* self, Object* closure) {
  Frame* frame = FrameAt(root, shape->base);
  if (closure) {
    frame->func = ClosureOf(closure)->function;
    frame->self = ClosureOf(closure)->self;
  } else {
    frame->func = shape->function;
    frame->self = self ? Value(self) : shape->self_class ? Value::Pointer(shape->self_class) : Value();
  }
  frame->symbols = nullptr;
  frame->info = shape->info;
  frame->arg_count = shape->argc;
  frame->prev = owner->call;
  owner->call = frame;
  vm->stack_top =
      reinterpret_cast<Value*>(frame) + ir::kFrameSlots + FrameSlots(shape->function, shape->argc);
  if (shape->active) EnterFrame(vm, root, shape, owner);
}

void EnterFrame(Vm* vm, Value* root, const FrameShape* shape, Frame* caller) {
  Frame* frame = FrameAt(root, shape->base);
  caller->op = shape->call_op;
  caller->call = frame->prev;
  frame->prev = caller;
  frame->call = nullptr;
  frame->op = frame->op_array()->ops;
  frame->result = shape->result_slot < 0
                      ? nullptr
                      : reinterpret_cast<Value*>(caller) + (shape->result_slot - shape->owner);
  frame->cache = frame->op_array()->cache;
  vm->frame = frame;
}

void LeaveFrame(Vm* vm, Value* root, const FrameShape* shape) {
  Frame* frame = FrameAt(root, shape->base);
  vm->frame = frame->prev;
  vm->stack_top = reinterpret_cast<Value*>(frame);
}

void DropCall(Vm* vm, Value* root, const FrameShape* shape, Frame* owner) {
  Frame* frame = FrameAt(root, shape->base);
  owner->call = frame->prev;
  vm->stack_top = reinterpret_cast<Value*>(frame);
}

Value* PlaceInGenerator(GeneratorData* g, int slot) {
  switch (ir::InHeapFrame(slot)) {
    case ir::kYieldedValue: return &g->value;
    case ir::kYieldedKey: return &g->key;
    case ir::kLargestKey: return &g->largest_key;
    case ir::kReturnedValue: return &g->retval;
    default: return reinterpret_cast<Value*>(g->frame) + ir::InHeapFrame(slot);
  }
}

Object* NewGeneratorOf(const FrameShape* shape, const Op* op, Object* self) {
  Frame header{};
  header.func = shape->function;
  header.self = self ? Value(self) : shape->self_class ? Value::Pointer(shape->self_class) : Value();
  header.info = shape->info & ~CallInfo::kReleaseThis;
  header.arg_count = shape->argc;
  header.cache = header.op_array()->cache;
  Object* o = NewGenerator(header, op);
  Value* slots = GeneratorOf(o)->frame->slots();
  for (uint32_t i = 0, n = header.op_array()->cv_count; i < n; ++i) slots[i].type = Type::kUndef;
  return o;
}

void EnterGeneratorFrame(Vm* vm, Object* generator, Frame* caller, const Op* op) {
  caller->op = op;
  // Resumed by a method, whose frame is the innermost prepared one.
  bool loop = IsForeach(op);
  if (!loop) caller = RunPreparedCall(caller);
  EnterGenerator(caller, GeneratorOf(generator), vm);
  GeneratorOf(generator)->asked = loop ? AskedByLoop(caller, op) : caller->self.obj;
}

void LeaveGeneratorFrame(Vm* vm, Object* generator) {
  Frame* frame = GeneratorOf(generator)->frame;
  Frame* caller = frame->prev;
  vm->frame = caller;
  if (!caller->IsUser()) {
    vm->frame = caller->prev;
    SuspendPreparedCall(caller);
  }
  frame->prev = nullptr;
  GeneratorOf(generator)->state = GeneratorState::kSuspended;
  --generator->refcount;  // whoever resumed it has another
}

namespace {

FrameShape ShapeOf(const ir::Trace& trace, const Call& call, int owner) {
  FrameShape shape{};
  shape.function = call.function;
  shape.call_op = call.call_op;
  shape.info = call.info;
  shape.argc = call.argc;
  shape.base = call.base;
  shape.owner = owner;
  shape.result_slot = call.result_slot;
  shape.active = call.active;
  shape.plain = !call.closure && !call.function->closure;
  if (call.self.IsConst() && trace.constant(call.self).kind == ir::ConstKind::kClass)
    shape.self_class = const_cast<void*>(trace.constant(call.self).p);
  return shape;
}

}  // namespace

FrameShape ShapeOfSnapFrame(const ir::Trace& trace, const ir::SnapFrame& frame, int owner) {
  FrameShape shape{};
  shape.function = static_cast<Function*>(const_cast<void*>(trace.constant(frame.func).p));
  shape.call_op = frame.call_op ? static_cast<const Op*>(trace.constant(frame.call_op).p) : nullptr;
  shape.info = frame.info;
  shape.argc = frame.argc;
  shape.base = frame.base.v;
  shape.owner = owner;
  shape.result_slot = frame.result.v;
  shape.active = frame.flags & ir::kFrameActive;
  if (frame.this_ref.IsConst() && trace.constant(frame.this_ref).kind == ir::ConstKind::kClass)
    shape.self_class = const_cast<void*>(trace.constant(frame.this_ref).p);
  return shape;
}

void EmitMakeFrame(ir::Builder* ir, const Call& call, int owner, ir::IrRef on_heap) {
  ir::IrRef root = ir->SlotAddr(ir::Slot(0));
  ir::IrRef shape = ShapeConstant(ir, ShapeOf(ir->trace(), call, owner));
  bool has_object = call.self && ir->trace().TypeOf(call.self) == ir::Type::kObject;
  if (call.closure) {
    if (on_heap) {
      ir->Call(ir::CallId::kMakeFrameClosureIn, {root, shape, call.closure, on_heap});
    } else {
      ir->Call(ir::CallId::kMakeFrameClosure, {root, shape, call.closure});
    }
  } else if (has_object) {
    if (on_heap) {
      ir->Call(ir::CallId::kMakeFrameThisIn, {root, shape, call.self, on_heap});
    } else {
      ir->Call(ir::CallId::kMakeFrameThis, {root, shape, call.self});
    }
    if (call.owns_this) ir->Call(ir::CallId::kGiveToFrame, {call.self});
  } else if (on_heap) {
    ir->Call(ir::CallId::kMakeFrameIn, {root, shape, on_heap});
  } else {
    ir->Call(ir::CallId::kMakeFrame, {root, shape});
  }
  if (call.closure) ir->Call(ir::CallId::kGiveToFrame, {call.closure});
}

void EmitEnterFrame(ir::Builder* ir, const Call& call, int caller, ir::IrRef on_heap) {
  ir::IrRef root = ir->SlotAddr(ir::Slot(0));
  ir::IrRef shape = ShapeConstant(ir, ShapeOf(ir->trace(), call, caller));
  if (on_heap) {
    ir->Call(ir::CallId::kEnterFrameIn, {root, shape, on_heap});
  } else {
    ir->Call(ir::CallId::kEnterFrame, {root, shape});
  }
}

void EmitLeaveFrame(ir::Builder* ir, const Call& call) {
  ir->Call(ir::CallId::kLeaveFrame,
           {ir->SlotAddr(ir::Slot(0)), ShapeConstant(ir, ShapeOf(ir->trace(), call, 0))});
}

void EmitDropCall(ir::Builder* ir, const Call& call, int owner, ir::IrRef on_heap) {
  ir::IrRef root = ir->SlotAddr(ir::Slot(0));
  ir::IrRef shape = ShapeConstant(ir, ShapeOf(ir->trace(), call, owner));
  if (on_heap) {
    ir->Call(ir::CallId::kDropCallIn, {root, shape, on_heap});
  } else {
    ir->Call(ir::CallId::kDropCall, {root, shape});
  }
}

ir::IrRef EmitNewGenerator(ir::Builder* ir, const Call& call, int owner, ir::IrRef op) {
  ir::IrRef shape = ShapeConstant(ir, ShapeOf(ir->trace(), call, owner));
  bool has_object = call.self && ir->trace().TypeOf(call.self) == ir::Type::kObject;
  if (has_object) return ir->Call(ir::CallId::kNewGeneratorThis, {shape, op, call.self});
  return ir->Call(ir::CallId::kNewGenerator, {shape, op});
}

OpArray* LastingCopy(const OpArray* f) {
  static auto* copies = new absl::flat_hash_map<std::pair<const Op*, const Class*>, OpArray*>;
  OpArray*& copy = (*copies)[{f->ops, f->scope}];
  if (!copy) {
    copy = new OpArray(*f);
    copy->closure = nullptr;
    copy->static_variables = nullptr;
  }
  return copy;
}

bool IsInitOpcode(Opcode opcode) {
  switch (opcode) {
    case Opcode::kInitFcall:
    case Opcode::kInitFcallByName:
    case Opcode::kInitNsFcallByName:
    case Opcode::kInitMethodCall:
    case Opcode::kInitStaticMethodCall:
    case Opcode::kInitUserCall:
    case Opcode::kInitDynamicCall:
    case Opcode::kNew: return true;
    default: return false;
  }
}

}  // namespace tusk::trace
