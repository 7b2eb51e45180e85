// metaphone(): how an English word sounds, after Lawrence Philips (1990) with PHP's choices.
#include <string>

#include "interp/ext/support.h"
#include "interp/ext/tables.h"

namespace tusk {
namespace {

class Metaphone {
 public:
  explicit Metaphone(std::string_view text) {
    for (char c : text) {
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
      word_ += c;
    }
  }

  std::string Run(size_t limit) {
    while (i_ < word_.size() && !Letter(word_[i_])) ++i_;
    if (i_ >= word_.size()) return "";
    Initial();
    for (; i_ < word_.size() && (limit == 0 || out_.size() < limit); ++i_) {
      skip_ = 0;
      if (Letter(At(0)) && (At(0) != At(-1) || At(0) == 'C')) Sound();
      i_ += skip_;
    }
    return out_;
  }

 private:
  static bool Letter(char c) { return c >= 'A' && c <= 'Z'; }
  static bool In(char c, std::string_view set) { return c != 0 && set.find(c) != set.npos; }
  static bool Vowel(char c) { return In(c, "AEIOU"); }
  static bool Front(char c) { return In(c, "EIY"); }      // makes C and G soft
  static bool NoGhF(char c) { return In(c, "BDH"); }      // B, D, H before GH keep it from being F
  static bool Affects(char c) { return In(c, "CGPST"); }  // changes an H behind it
  char At(int offset) const {
    auto k = static_cast<int64_t>(i_) + offset;
    return k >= 0 && k < static_cast<int64_t>(word_.size()) ? word_[static_cast<size_t>(k)] : '\0';
  }
  void Put(char c) { out_ += c; }

  void Initial() {
    char c = At(0);
    char next = At(1);
    switch (c) {
      case 'A':
        if (next == 'E') {
          Put('E');
          i_ += 2;
        } else {
          Put('A');
          ++i_;
        }
        break;
      case 'G':
      case 'K':
      case 'P':
        if (next == 'N') {
          Put('N');
          i_ += 2;
        }
        break;
      case 'X':
        Put('S');
        ++i_;
        break;
      case 'E':
      case 'I':
      case 'O':
      case 'U':
        Put(c);
        ++i_;
        break;
      case 'W':
        if (next == 'R') {
          Put('R');
          i_ += 2;
        } else if (next == 'H' || Vowel(next)) {
          Put('W');
          i_ += 2;
        }
        break;
      default: break;
    }
  }

  void Sound() {
    char c = At(0);
    char next = At(1);
    char after = At(2);
    char last = At(-1);
    switch (c) {
      case 'B':
        if (!(last == 'M' && !Letter(next))) Put('B');
        break;
      case 'C':
        if (Front(next)) {
          if (next == 'I' && after == 'A') {
            Put('X');
          } else if (last != 'S') {
            Put('S');
          }
        } else if (next == 'H') {
          if (after == 'R' || last == 'S') {
            Put('K');
          } else {
            Put('X');
          }
          skip_ = 1;
        } else {
          Put('K');
        }
        break;
      case 'D':
        if (next == 'G' && Front(after)) {
          Put('J');
          skip_ = 1;
        } else {
          Put('T');
        }
        break;
      case 'G':
        if (next == 'H') {
          if (!(NoGhF(At(-3)) || At(-4) == 'H')) {
            Put('F');
            skip_ = 1;
          }
        } else if (next == 'N') {
          bool ending = !Letter(after) || (after == 'E' && At(3) == 'D');
          if (!ending) Put('K');
        } else if (Front(next) && last != 'G') {
          Put('J');
        } else {
          Put('K');
        }
        break;
      case 'H':
        if (Vowel(next) && !Affects(last)) Put('H');
        break;
      case 'K':
        if (last != 'C') Put('K');
        break;
      case 'P':
        if (next == 'H') {
          Put('F');
        } else {
          Put('P');
        }
        break;
      case 'Q': Put('K'); break;
      case 'S':
        if (next == 'I' && (after == 'O' || after == 'A')) {
          Put('X');
        } else if (next == 'H') {
          Put('X');
          skip_ = 1;
        } else if (next == 'C' && after == 'H' && At(3) == 'W') {
          Put('X');
          skip_ = 2;
        } else {
          Put('S');
        }
        break;
      case 'T':
        if (next == 'I' && (after == 'O' || after == 'A')) {
          Put('X');
        } else if (next == 'H') {
          if (after == 'M') {
            Put('T');
          } else {
            Put('0');
          }
          skip_ = 1;
        } else if (!(next == 'C' && after == 'H')) {
          Put('T');
        }
        break;
      case 'V': Put('F'); break;
      case 'W':
        if (Vowel(next)) Put('W');
        break;
      case 'X':
        Put('K');
        Put('S');
        break;
      case 'Y':
        if (Vowel(next)) Put('Y');
        break;
      case 'Z': Put('S'); break;
      case 'F':
      case 'J':
      case 'L':
      case 'M':
      case 'N':
      case 'R': Put(c); break;
      default: break;
    }
  }

  std::string word_;
  std::string out_;
  size_t i_ = 0;
  size_t skip_ = 0;
};

void MetaphoneFunction(Args args, Value* result) {
  if (args[1].i < 0) return ArgumentValueError(2, "must be greater than or equal to 0");
  Return(result, NewString(Metaphone(args.View(0)).Run(static_cast<size_t>(args[1].i))));
}

constexpr BuiltinRow kRows[] = {
    {"metaphone", "(string $string, int $max_phonemes = 0): string", Effects::kThrows, MetaphoneFunction},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kMetaphoneFunctions(kRows);

}  // namespace tusk
