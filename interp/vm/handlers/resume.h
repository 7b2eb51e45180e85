// The second half of oplines that enter a generator's frame: what they do when it has yielded or ended.
#pragma once

#include "interp/runtime/object.h"
#include "interp/vm/dispatch.h"

namespace tusk::handlers {

// `caller` goes on behind the opline that it saved, which resumed `generator`; takes over a reference to
// that.
Transfer AfterResume(Frame* caller, Object* generator, Vm* vm);

}  // namespace tusk::handlers
