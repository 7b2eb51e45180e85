// A set of patterns tried together: the longest match wins, then the first pattern. Patterns become one
// automaton whose states are made as texts need them.
//
// Syntax: [a-z], [^..] sets of exact characters; ( | ) ? * + {m,n}; \ before a literal; <name> another
// pattern. A lower-case letter outside a set stands for both cases, any other character for itself. Behind
// its end a text has NUL characters, which \0 matches.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace tusk {

struct NamedPattern {
  std::string_view name;
  std::string_view text;
};

class PatternSet {
 public:
  // `parts` may be named in each other, later ones in terms of earlier ones, and in `rules`.
  PatternSet(std::span<const NamedPattern> parts, std::span<const NamedPattern> rules);

  struct Match {
    int rule = -1;  // none
    size_t length = 0;
  };
  Match Longest(std::string_view text, size_t at);

 private:
  // An automaton node: takes a character of `set` and goes to `next`, or (empty set) goes on freely.
  struct Node {
    int set = -1;  // index into sets_; -1: free
    int next = -1;
    int other = -1;  // second free way
    int rule = -1;   // a match ends here
  };
  struct State {
    std::vector<int> nodes;  // those that take a character
    int rule = -1;
    std::array<int32_t, 256> next;  // kUnknown until asked for
  };
  struct Piece {
    int first, last;  // `last` is free and has no way on yet
  };
  static constexpr int32_t kUnknown = -2;
  static constexpr int32_t kDead = -1;

  Piece Alternatives(std::string_view text, size_t* at);
  Piece Sequence(std::string_view text, size_t* at);
  Piece Atom(std::string_view text, size_t* at);
  Piece Copy(std::string_view text, size_t begin);  // the atom at `begin` once more
  Piece OfSet(const std::bitset<256>& set);
  int NewNode(Node node);
  int32_t StateOf(std::vector<int> nodes);

  std::span<const NamedPattern> parts_;
  std::vector<Node> nodes_;
  std::vector<std::bitset<256>> sets_;
  std::vector<std::unique_ptr<State>> states_;
  std::map<std::vector<int>, int32_t> known_;
};

}  // namespace tusk
