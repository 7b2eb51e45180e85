// The one seam between the VM and traces: what the VM tells the trace system, which may be absent
// (--jit=off).
#pragma once

namespace tusk {

struct OpArray;
struct Vm;

struct JitHooks {
  // Called once per op array, when its run-time cache is made (first call): installs hot counters by
  // replacing handlers of loop heads and of the function's first opline. The originals come from
  // InitialHandler (handlers.h).
  void (*prepare)(Vm* vm, OpArray* function);
  // Called before the running context (context.h) is set aside for one that it was resumed by: what is being
  // recorded in it is given up.
  void (*leave_context)(Vm* vm);
  // The op array will be freed: drops what is known about it. False if it must stay: compiled code needs it,
  // or will when what is being recorded is compiled.
  bool (*forget)(OpArray* function);
  // The attention word was set: compiled code, which does not test it, is led out of at its next safepoint.
  // Safe from signal handlers and other threads.
  void (*ask)();
  // Undoes that; called before the word is cleared, so that nothing asked for in between is lost.
  void (*settle)();
  // Makes the frames that the call in vm->native_call has above vm->frame, and saves the opline.
  void (*show_frames)(Vm* vm);
  // The same for whatever call the C stack shows, if there is one: slow.
  void (*find_frames)(Vm* vm);
};

}  // namespace tusk
