// `tusk compare`: one script in the interpreter and with the JIT, first whether they agree, then how fast
// each is.
#pragma once

namespace tusk {

// argv[1] is "compare"; `run` is what the program does with a command line otherwise. The process's exit
// code: 0 when both agree, 1 when they do not or the usage is wrong.
int RunCompare(int argc, char** argv, int (*run)(int, char**));

}  // namespace tusk
