// The second half of a FE_RESET or FE_FETCH that entered a generator's frame: what it does when that has
// yielded or ended.
#pragma once

#include "interp/runtime/object.h"
#include "interp/vm/dispatch.h"

namespace tusk {
struct GeneratorData;
}

namespace tusk::handlers {

// `extra` of a loop variable that is a generator: whether what it has yielded was taken.
inline constexpr uint32_t kFresh = 0, kResumes = 1;

// `caller` goes on behind the opline that it saved, which asked `generator`. If that has not ended, `yielder`
// is the generator of its chain which has yielded.
Transfer AfterAsking(Frame* caller, Object* generator, const GeneratorData* yielder, Vm* vm);
// FE_RESET_R of a new generator, up to there.
Transfer BeginLoop(Frame* frame, const Op* op, Object* generator, Vm* vm);

}  // namespace tusk::handlers
