// The statistics of a comparison of two programs measured in pairs.
#pragma once

#include <vector>

namespace tusk {

struct Summary {
  double mean, median, deviation, minimum;  // deviation: of the sample (n - 1)
};
// At least one sample.
Summary Summarize(std::vector<double> samples);

// How b compares with a, where a[i] and b[i] were measured beside each other. The ratio is the geometric mean
// of b[i] / a[i]; the interval and the p-value (two-sided, of "the ratio is 1") are those of Student's paired
// t-test on the logarithms. At least two pairs of positive numbers.
struct PairedRatio {
  double ratio, low, high;  // low to high: the 95 % confidence interval
  double p;
};
PairedRatio ComparePairs(const std::vector<double>& a, const std::vector<double>& b);

// The probability that |T| > |t| for Student's distribution with so many degrees of freedom.
double StudentTwoSided(double t, double degrees);

}  // namespace tusk
