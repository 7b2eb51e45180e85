// C entry points of the run time that generated code and stubs call. Only what runs code links them: dumps do
// not.
#pragma once

namespace tusk {

struct Op;

namespace jit {

// DestroyCounted and BufferPossibleRoot, which RELEASE calls.
const void* DestroyAddress();
const void* BufferRootAddress();
// Step handler of an opcode.
const void* StepAddress(const Op* op);

}  // namespace jit
}  // namespace tusk
