// Generators: a user frame on the heap that is entered where somebody asks for the next value, and left where
// it yields.
//
// foreach, next() and send() enter the frame as a call enters one, with no execute loop of its own, and so do
// current() and its like where they begin a generator: YIELD and GENERATOR_RETURN go back to the opline of
// the caller that asked, which then takes what was yielded (AfterAsking). Everything else runs the frame in a
// nested execute loop, marked kTop for as long as that lasts.
//
// `yield from` of generators makes chains. Whoever asks the outermost enters the innermost, which `root`
// keeps so that a step costs the same at any depth; when it ends, the next one outwards is entered in its
// place. Nothing recurses, and the frames between do not run.
#pragma once

#include <vector>

#include "interp/runtime/object.h"
#include "interp/vm/dispatch.h"

namespace tusk {

// What traces keep of a generator may be newer than its memory: while they do, memory says that it runs.
enum class GeneratorState : uint8_t { kSuspended, kRunning, kFirstYield };  // the last: suspended there

struct GeneratorData {
  Value retval;  // first: the frame's `result` points here. kUndef until the generator returns
  Frame* frame;  // on the heap, `bytes` long; null once the generator has ended
  size_t bytes;
  Value value;  // current() and key(); kUndef before the first yield
  Value key;
  Value largest_key;  // an int
  Value from;  // yield from: the array, the Traversable's iterator or the inner generator; kUndef: none
  uint32_t from_position;  // array: the next element; generator: whether it only serves as an Iterator
  uint32_t outers;         // how many generators delegate to this one
  Object* object;          // whose data this is
  Function* function;      // that it runs
  Value closure;           // the closure that holds that, once the frame is gone
  Object* outer;           // the last that delegated to this one; null where that is not known. Not counted
  Object* root;            // the innermost of the chain, if root_epoch is the current one. Not counted
  uint64_t root_epoch;
  Object* asked;  // while this runs: the outermost of the chain, which it runs for. Not counted
  GeneratorState state;
  bool delegates_anew;        // and nobody asked since
  bool forced_close;          // only finally blocks run any more
  std::vector<Frame*> calls;  // prepared calls that a yield interrupted, outermost first; copies on the heap

  bool running() const { return state == GeneratorState::kRunning; }
};

Class* GeneratorClass();
inline GeneratorData* GeneratorOf(Object* o) { return o->native<GeneratorData>(); }
extern Class* g_generator_class;  // null before the first generator
inline bool IsGenerator(const Object* o) { return o->cls == g_generator_class; }
// The generator that a frame marked kGenerator belongs to.
inline GeneratorData* GeneratorOfFrame(Frame* frame) {
  return reinterpret_cast<GeneratorData*>(frame->result);
}

// Where the chain that begins with `o` stands: its innermost generator that has not ended.
Object* InnermostGenerator(Object* o);
// The generator that delegates to `inner` in the chain that begins with `o`.
Object* OuterGenerator(Object* o, Object* inner);
// `g` delegates to `from` (taken over), and not any more; TakeDelegate gives that back.
void SetDelegate(GeneratorData* g, Value from);
Value TakeDelegate(GeneratorData* g);
void DropDelegate(GeneratorData* g);
// A generator that others delegate to is gone: what is kept of chains may be wrong.
void ForgetChains();

// A generator with a frame like this, whose slots are yet to be filled.
Object* NewGenerator(const Frame& header, const Op* op);
// Moves the running frame into a new generator.
Object* NewGenerator(Vm* vm, Frame* frame, const Op* op);
// Ends a generator whose frame is left: releases what the frame owns.
void CloseGenerator(Vm* vm, GeneratorData* g);

// Frees the frame of one that ends, and nothing that it holds.
void FreeFrame(GeneratorData* g);

// A yield inside the arguments of a call: prepared calls leave the VM stack until the generator goes on.
void FreezeCalls(Vm* vm, GeneratorData* g);
void ThawCalls(Vm* vm, GeneratorData* g);

// Whether EnterGenerator will do: it neither runs, nor has ended, nor delegates.
inline bool CanEnter(const GeneratorData* g) {
  return g->frame && !g->running() && g->from.IsUndef() && g->calls.empty();
}
// The same of one that has not begun.
inline bool IsNew(const GeneratorData* g) {
  return CanEnter(g) && g->frame->op->opcode == Opcode::kGeneratorCreate;
}
// Of the methods that may enter a generator (kResumesGenerator): whether they only start it, and otherwise
// look at what it yields.
inline bool OnlyStarts(const Function* method) {
  char c = method->name->data[0];
  return c != 'n' && c != 's';  // next, send
}
// Ends one whose frame nothing is to be released of but the memory.
void EndGenerator(GeneratorData* g, GeneratorState state);
// Whether a generator that delegates goes on by itself when its delegate returns.
inline bool CanReturnTo(const GeneratorData* g) {
  return g->frame && !g->running() && g->calls.empty() && g->frame->op->opcode == Opcode::kYieldFrom;
}
// `g`, which runs because `asked` was asked, begins to delegate to the new generator `inner` (taken over),
// which is about to run.
void Delegate(GeneratorData* g, Object* inner, Object* asked);
// Ends `inner` as EndGenerator does, but keeps what it has yielded, and that `outer` delegates to it, which
// is to go on because `asked` was asked. Returns the reference to it that `outer` had.
Object* EndDelegate(GeneratorData* inner, GeneratorData* outer, Object* asked);
// Goes on in the generator's frame, on behalf of the opline that `caller` saved. While it runs it holds a
// reference to itself.
TUSK_INLINE Transfer EnterGenerator(Frame* caller, GeneratorData* g, Vm* vm) {
  Frame* frame = g->frame;
  ++g->object->refcount;
  g->state = GeneratorState::kRunning;
  g->asked = g->object;
  frame->prev = caller;
  frame->info &= ~CallInfo::kTop;
  vm->frame = frame;
  return {frame, frame->op + 1};
}
// The same for any that has not ended, wherever its chain stands.
Transfer EnterChain(Frame* caller, Object* o, Vm* vm);
// Whether a prepared call of a method may enter, and doing it: the builtin's frame stays between the
// two until the generator is left.
bool CanEnterByCall(const Frame* call);
Transfer EnterGeneratorByCall(Frame* caller, const Op* op, Vm* vm);
// Puts the innermost prepared call of `caller` between that and a generator's frame, or back.
Frame* RunPreparedCall(Frame* caller);
void SuspendPreparedCall(Frame* call);
// The running generator has yielded, or its delegate `yielder` has before: goes on where it was asked.
Transfer LeaveYielded(Vm* vm, GeneratorData* g, const GeneratorData* yielder);
// It stands at a YIELD_FROM and has its delegate: that is what runs now.
Transfer BeginDelegation(Vm* vm, GeneratorData* g);
// Runs a suspended generator and nothing of its chain, in an execute loop.
void RunAlone(Vm* vm, Object* o);

// Runs to the first yield, if it has not yet.
void GeneratorStart(Object* o);
// Runs to the next yield or the end.
void GeneratorResume(Object* o);
inline bool GeneratorValid(Object* o) { return GeneratorOf(o)->frame != nullptr; }  // after GeneratorStart
Value GeneratorCurrent(Object* o);                  // owned, may be a reference; null when it has ended
Value GeneratorKey(Object* o);                      // owned
void GeneratorSend(Object* o, Value v);             // takes over v; the generator has started
void GeneratorThrow(Object* o, Object* exception);  // takes over the exception

// Whose value and key those of `o` are; null when `o` has ended.
const GeneratorData* YielderOf(Object* o);

// For class Generator's handlers. FinishGenerator, at the end of a script, ends what is suspended.
void FinishGenerator(Object* o);
void DestroyGenerator(Object* o);
void TraceGenerator(Object* o, void (*visit)(Value*, void*), void* context);

}  // namespace tusk
