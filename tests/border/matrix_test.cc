// The border matrix with compiled traces: every cell in the interpreter and in code, and the matrix as a
// table (--table).
#include "jit/backend.h"
#include "tests/border/run_matrix.h"

int main(int argc, char** argv) { return tusk::border::RunMatrix(argc, argv, {tusk::jit::kBackend}); }
