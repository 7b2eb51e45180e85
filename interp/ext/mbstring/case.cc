// Case mapping by the tables of Unicode: one to one by the C library, one to many by ours.
#include "interp/ext/mbstring/case.h"

#include <algorithm>

#include "interp/ext/mbstring/unicode_tables.h"

namespace tusk {
namespace {

template <size_t N>
bool InRanges(const PointRange (&ranges)[N], uint32_t c) {
  auto after = std::upper_bound(std::begin(ranges), std::end(ranges), c,
                                [](uint32_t point, const PointRange& r) { return point < r.first; });
  return after != std::begin(ranges) && c <= (after - 1)->last;
}
template <typename Row, size_t N>
const Row* FindRow(const Row (&rows)[N], uint32_t c) {
  auto found = std::lower_bound(std::begin(rows), std::end(rows), c,
                                [](const Row& row, uint32_t point) { return row.from < point; });
  return found != std::end(rows) && found->from == c ? found : nullptr;
}
// True: the character becomes several.
template <size_t N>
bool AppendFull(const PointMapping (&rows)[N], uint32_t c, Points* out) {
  if (c < 0x80) return false;
  const PointMapping* row = FindRow(rows, c);
  if (!row) return false;
  for (uint32_t to : row->to) {
    if (to) out->push_back(to);
  }
  return true;
}

uint32_t SimpleTitle(uint32_t c) {
  const PointPair* pair = c < 0x80 ? nullptr : FindRow(kSimpleTitle, c);
  return pair ? pair->to : ToUpperPoint(c);
}
uint32_t SimpleFold(uint32_t c) {
  if (c == 0x1e9e) return 0xdf;
  if (c == 0x130) return c;
  const PointPair* pair = c < 0x80 ? nullptr : FindRow(kSimpleFold, c);
  return pair ? pair->to : ToLowerPoint(c);
}

// Σ at the end of a word: a letter before it, none behind it.
bool IsFinalSigma(std::span<const uint32_t> points, size_t i) {
  constexpr size_t kFarthest = 63;  // how far back it looks
  size_t k = i;
  while (k > 0 && i - k < kFarthest && InRanges(kCaseIgnorablePoints, points[k - 1])) --k;
  if (k == 0 || !InRanges(kCasedPoints, points[k - 1])) return false;
  k = i + 1;
  while (k < points.size() && InRanges(kCaseIgnorablePoints, points[k])) ++k;
  return k == points.size() || !InRanges(kCasedPoints, points[k]);
}

}  // namespace

Points ConvertCase(std::span<const uint32_t> points, Case to, bool turkish) {
  Points out;
  out.reserve(points.size());
  bool in_word = false;
  auto lower = [&](size_t i, bool simple) {
    uint32_t c = points[i];
    if (turkish && c == 0x130) return out.push_back('i');
    if (turkish && c == 'I') return out.push_back(0x131);
    if (!simple && c == 0x130) return void(out.insert(out.end(), {'i', 0x307}));
    if (!simple && c == 0x3a3 && IsFinalSigma(points, i)) return out.push_back(0x3c2);
    out.push_back(c == 0x130 ? 'i' : ToLowerPoint(c));
  };
  for (size_t i = 0; i < points.size(); ++i) {
    uint32_t c = points[i];
    if (c == kBadPoint) {
      out.push_back(c);
      in_word = false;
      continue;
    }
    switch (to) {
      case Case::kUpper:
      case Case::kUpperSimple:
        if (to == Case::kUpper && AppendFull(kFullUpper, c, &out)) break;
        out.push_back(turkish && c == 'i' ? 0x130 : ToUpperPoint(c));
        break;
      case Case::kLower: lower(i, false); break;
      case Case::kLowerSimple: lower(i, true); break;
      case Case::kFold:
        if (!(turkish && (c == 'I' || c == 0x130)) && AppendFull(kFullFold, c, &out)) break;
        [[fallthrough]];
      case Case::kFoldSimple:
        out.push_back(turkish && c == 'I' ? 0x131 : turkish && c == 0x130 ? 'i' : SimpleFold(c));
        break;
      case Case::kTitle:
      case Case::kTitleSimple: {
        bool ignorable = InRanges(kCaseIgnorablePoints, c), cased = InRanges(kCasedPoints, c);
        if (in_word) {
          if (cased && !ignorable) {
            lower(i, to == Case::kTitleSimple);
          } else {
            out.push_back(c);
          }
        } else if (to == Case::kTitleSimple || !AppendFull(kFullTitle, c, &out)) {
          out.push_back(turkish && c == 'i' ? 0x130 : SimpleTitle(c));
        }
        if (!ignorable) in_word = cased;
        break;
      }
    }
  }
  return out;
}

std::string Utf8Folded(std::string_view s) {
  const Encoding& utf8 = *FindEncoding("UTF-8");
  Points points;
  Decode(utf8, s, &points);
  std::string out;
  for (uint32_t c : ConvertCase(points, Case::kFoldSimple)) WriteUtf8(&out, c == kBadPoint ? '?' : c);
  return out;
}

int Columns(uint32_t c) { return c >= 0x1100 && InRanges(kWidePoints, c) ? 2 : 1; }

}  // namespace tusk
