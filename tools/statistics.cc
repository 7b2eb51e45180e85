#include "tools/statistics.h"

#include <algorithm>
#include <cmath>

#include "interp/runtime/check.h"

namespace tusk {

namespace {

// The regularised incomplete beta function by its continued fraction (DLMF 8.17.22), which converges fast
// below (a + 1) / (a + b + 2); above, by symmetry. Evaluated backwards from a depth that is ample for a, b <=
// 1000.
double IncompleteBeta(double a, double b, double x) {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - IncompleteBeta(b, a, 1 - x);
  double fraction = 0;
  for (int k = 400; k >= 1; --k) {
    double m = k / 2;
    double d = k % 2 == 0 ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
                          : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    fraction = d / (1 + fraction);
  }
  double front =
      std::exp(a * std::log(x) + b * std::log1p(-x) + std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b));
  return front / (a * (1 + fraction));
}

// The t that 5 % of all |T| exceed.
double StudentQuantile95(double degrees) {
  double low = 0, high = 1000;
  for (int i = 0; i < 80; ++i) {
    double middle = (low + high) / 2;
    (StudentTwoSided(middle, degrees) > 0.05 ? low : high) = middle;
  }
  return high;
}

}  // namespace

double StudentTwoSided(double t, double degrees) {
  return IncompleteBeta(degrees / 2, 0.5, degrees / (degrees + t * t));
}

Summary Summarize(std::vector<double> samples) {
  CHECK(!samples.empty());
  std::sort(samples.begin(), samples.end());
  double n = static_cast<double>(samples.size());
  double sum = 0, squares = 0;
  for (double s : samples) sum += s;
  for (double s : samples) squares += (s - sum / n) * (s - sum / n);
  size_t half = samples.size() / 2;
  double median = samples.size() % 2 ? samples[half] : (samples[half - 1] + samples[half]) / 2;
  return {sum / n, median, n > 1 ? std::sqrt(squares / (n - 1)) : 0, samples.front()};
}

PairedRatio ComparePairs(const std::vector<double>& a, const std::vector<double>& b) {
  CHECK(a.size() == b.size() && a.size() >= 2);
  std::vector<double> logarithms;
  for (size_t i = 0; i < a.size(); ++i) logarithms.push_back(std::log(b[i] / a[i]));
  Summary s = Summarize(logarithms);
  double degrees = static_cast<double>(a.size()) - 1;
  double error = s.deviation / std::sqrt(degrees + 1);
  double margin = StudentQuantile95(degrees) * error;
  double p = error > 0 ? StudentTwoSided(s.mean / error, degrees) : (s.mean == 0 ? 1 : 0);
  return {std::exp(s.mean), std::exp(s.mean - margin), std::exp(s.mean + margin), p};
}

}  // namespace tusk
