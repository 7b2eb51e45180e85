// The program of a matrix test: gtest cases for all cells, with traces from the backend that is given.
#pragma once

#include "trace/backend.h"

namespace tusk::border {

// main() of the test. With --table it prints the matrix and runs nothing.
int RunMatrix(int argc, char** argv, const trace::Backend& backend);

}  // namespace tusk::border
