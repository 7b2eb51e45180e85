// The program of a matrix test: gtest cases for all cells, in the interpreter and with traces.
#pragma once

#include "tests/border/world.h"

namespace tusk::border {

// main() of the test. With --table it prints the matrix and runs nothing.
int RunMatrix(int argc, char** argv, const Traces& traces);

}  // namespace tusk::border
