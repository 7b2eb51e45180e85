// One gtest case per cell and mode.
#include "tests/border/run_matrix.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <string_view>

#include "absl/strings/str_format.h"
#include "tests/border/matrix.h"
#include "tests/border/world.h"

namespace tusk::border {

namespace {

class CellTest : public ::testing::Test {
 public:
  CellTest(Border border, Return r, Mode mode, Place place)
      : border_(border), return_(r), mode_(mode), place_(place) {}
  void TestBody() override {
    Outcome got = RunCell(border_, return_, mode_, place_);
    EXPECT_EQ(got.fired, 1) << "the border was not passed this way";
    Outcome want = Expected(border_, return_, mode_, got.round);
    EXPECT_TRUE(got == want) << "got  " << TextOf(got) << "\nwant " << TextOf(want);
  }

 private:
  Border border_;
  Return return_;
  Mode mode_;
  Place place_;
};

std::string Identifier(std::string_view name) {
  std::string out;
  for (char c : name) out += c == ' ' ? '_' : c;
  return out;
}

void Register(Mode mode, const char* suite, Place place, bool (*have)(Border)) {
  std::string in = std::string(kPlaces[static_cast<size_t>(place)].name);
  if (!in.empty()) in = "_in_" + in;
  for (const BorderRow& border : kBorders) {
    for (const ReturnRow& row : kReturns) {
      if (!Happens(border.id, row.id) || !HappensIn(place, row.id) || (have && !have(border.id))) continue;
      if (mode == Mode::kTraces && !CodeHas(place, border.id)) continue;
      std::string name = Identifier(row.name) + "_through_" + Identifier(border.name) + in;
      auto make = [=]() -> ::testing::Test* { return new CellTest(border.id, row.id, mode, place); };
      ::testing::RegisterTest(suite, name.c_str(), nullptr, nullptr, __FILE__, __LINE__, make);
    }
  }
}

void PrintTable() {
  std::printf("%-20s%-18s", "return", "raw");
  for (const BorderRow& b : kBorders) std::printf("%-15s", std::string(b.name).c_str());
  std::printf("what follows\n");
  for (const ReturnRow& r : kReturns) {
    std::printf("%-20s%-18s", std::string(r.name).c_str(), std::string(r.raw).c_str());
    for (const BorderRow& b : kBorders) {
      char mark = CellOf(b.id, r.id);
      std::printf("%-15s", mark == 'x' ? "runs" : (std::string("- ") + mark).c_str());
    }
    std::printf("%s\n", std::string(r.follows.in_words).c_str());
  }
  std::printf("\nborders\n");
  for (const BorderRow& b : kBorders) {
    std::printf("  %-15s%s%s\n", std::string(b.name).c_str(), std::string(b.what).c_str(),
                b.between_rounds ? "; interrupts come between two rounds" : "");
  }
  std::printf("\nframes that have the border\n");
  for (const PlaceRow& p : kPlaces) {
    std::string name(p.name.empty() ? "function" : p.name);
    std::printf("  %-15s%s\n", name.c_str(), std::string(p.what).c_str());
  }
  std::printf("\ncells that cannot happen\n");
  for (const Reason& reason : kReasons)
    std::printf("  %c  %s\n", reason.mark, std::string(reason.text).c_str());
}

}  // namespace

int RunMatrix(int argc, char** argv, const Traces& traces) {
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--table") return PrintTable(), 0;
  }
  ::testing::InitGoogleTest(&argc, argv);
  std::string error;
  if (!StartWorld(traces, &error)) {
    std::fprintf(stderr, "%s\n", error.c_str());
    return 1;
  }
  for (const PlaceRow& place : kPlaces) {
    Register(Mode::kInterpreter, "Interpreter", place.id, nullptr);
    // Code assembled by hand has functions' loops.
    if (!traces.have || place.id == Place::kFunction)
      Register(Mode::kTraces, "Traces", place.id, traces.have);
  }
  int failed = RUN_ALL_TESTS();
  EndWorld();
  return failed;
}

}  // namespace tusk::border
