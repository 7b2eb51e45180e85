// Generators: a user frame on the heap that runs in an execute loop of its own until it yields.
//
// `yield from` of generators makes chains. Whoever resumes the outermost runs the innermost, which `root`
// keeps so that a step costs the same at any depth; when it ends, the next one outwards goes on. Nothing
// recurses.
#pragma once

#include <vector>

#include "interp/runtime/object.h"
#include "interp/vm/frame.h"

namespace tusk {

struct GeneratorData {
  Value retval;  // first: the frame's `result` points here. kUndef until the generator returns
  Frame* frame;  // on the heap, `bytes` long; null once the generator has ended
  size_t bytes;
  Value value;  // current() and key(); kUndef before the first yield
  Value key;
  Value* sent;  // where send() puts its value: the result slot of the YIELD that waits, or null
  int64_t largest_key;
  Value from;  // yield from: the array, the Traversable's iterator or the inner generator; kUndef: none
  uint32_t from_position;  // array: the next element
  uint32_t outers;         // how many generators delegate to this one
  Object* object;          // whose data this is
  Function* function;      // that it runs
  Value closure;           // the closure that holds that, once the frame is gone
  Object* outer;           // the last that delegated to this one; null where that is not known. Not counted
  Object* root;            // the innermost of the chain, if root_epoch is the current one. Not counted
  uint64_t root_epoch;
  bool running;
  bool at_first_yield;
  bool forced_close;          // only finally blocks run any more
  std::vector<Frame*> calls;  // prepared calls that a yield interrupted, outermost first; copies on the heap
};

Class* GeneratorClass();
inline GeneratorData* GeneratorOf(Object* o) { return o->native<GeneratorData>(); }
bool IsGenerator(const Object* o);
// The generator that a frame marked kGenerator belongs to.
inline GeneratorData* GeneratorOfFrame(Frame* frame) {
  return reinterpret_cast<GeneratorData*>(frame->result);
}

// Where the chain that begins with `o` stands: its innermost generator that has not ended.
Object* InnermostGenerator(Object* o);
// `g` delegates to `from` (taken over), and not any more.
void SetDelegate(GeneratorData* g, Value from);
void DropDelegate(GeneratorData* g);

// Moves the running frame into a new generator.
Object* NewGenerator(Vm* vm, Frame* frame, const Op* op);
// Ends a generator whose frame is left: releases what the frame owns.
void CloseGenerator(Vm* vm, GeneratorData* g);

// Runs to the first yield, if it has not yet.
void GeneratorStart(Object* o);
// Runs to the next yield or the end.
void GeneratorResume(Object* o);
bool GeneratorValid(Object* o);                     // after GeneratorStart
Value GeneratorCurrent(Object* o);                  // owned, may be a reference; null when it has ended
Value GeneratorKey(Object* o);                      // owned
void GeneratorSend(Object* o, Value v);             // takes over v; the generator has started
void GeneratorThrow(Object* o, Object* exception);  // takes over the exception

// For class Generator's handlers.
void DestroyGenerator(Object* o);
void TraceGenerator(Object* o, void (*visit)(Value*, void*), void* context);

}  // namespace tusk
