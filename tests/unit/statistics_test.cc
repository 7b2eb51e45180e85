// Known values of Student's distribution, and samples worked out by hand.
#include "tools/statistics.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tusk {
namespace {

TEST(Statistics, StudentMatchesPublishedCriticalValues) {
  EXPECT_NEAR(StudentTwoSided(12.706, 1), 0.05, 1e-5);
  EXPECT_NEAR(StudentTwoSided(2.262, 9), 0.05, 1e-4);
  EXPECT_NEAR(StudentTwoSided(3.250, 9), 0.01, 1e-5);
  EXPECT_NEAR(StudentTwoSided(1.960, 999), 0.05, 3e-4);
  EXPECT_DOUBLE_EQ(StudentTwoSided(0, 5), 1);
  EXPECT_NEAR(StudentTwoSided(-2.262, 9), StudentTwoSided(2.262, 9), 1e-15);
}

TEST(Statistics, Summary) {
  Summary s = Summarize({4, 1, 3, 2});
  EXPECT_DOUBLE_EQ(s.mean, 2.5);
  EXPECT_DOUBLE_EQ(s.median, 2.5);
  EXPECT_NEAR(s.deviation, std::sqrt(5.0 / 3), 1e-12);
  EXPECT_DOUBLE_EQ(s.minimum, 1);
  EXPECT_DOUBLE_EQ(Summarize({3, 9, 1}).median, 3);
}

TEST(Statistics, ARatioThatIsTheSameInAllPairsIsCertain) {
  PairedRatio r = ComparePairs({1, 2, 4}, {0.5, 1, 2});
  EXPECT_NEAR(r.ratio, 0.5, 1e-12);
  EXPECT_NEAR(r.low, 0.5, 1e-9);
  EXPECT_NEAR(r.high, 0.5, 1e-9);
  EXPECT_LT(r.p, 1e-9);
}

TEST(Statistics, NoiseAroundOneIsNotADifference) {
  PairedRatio r = ComparePairs({1, 1, 1, 1}, {1.1, 1 / 1.1, 1.1, 1 / 1.1});
  EXPECT_NEAR(r.ratio, 1, 1e-12);
  EXPECT_NEAR(r.p, 1, 1e-9);
  // The margin is t(0.05, 3) = 3.182 times the error of the mean, ln 1.1 * sqrt(4 / 3) / 2.
  EXPECT_NEAR(r.high, std::exp(3.182 * std::log(1.1) * std::sqrt(4.0 / 3) / 2), 1e-4);
}

}  // namespace
}  // namespace tusk
