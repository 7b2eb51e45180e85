// Patterns to automaton (Thompson), automaton to states on demand.
#include "interp/ext/date/pattern.h"

#include <algorithm>

#include "interp/runtime/check.h"

namespace tusk {

int PatternSet::NewNode(Node node) {
  nodes_.push_back(node);
  return static_cast<int>(nodes_.size() - 1);
}

PatternSet::Piece PatternSet::OfSet(const std::bitset<256>& set) {
  auto found = std::find(sets_.begin(), sets_.end(), set);
  int index = static_cast<int>(found - sets_.begin());
  if (found == sets_.end()) sets_.push_back(set);
  int last = NewNode({});
  return {NewNode({.set = index, .next = last}), last};
}

PatternSet::Piece PatternSet::Atom(std::string_view text, size_t* at) {
  char c = text[(*at)++];
  std::bitset<256> set;
  auto put = [&set](char ch) { set.set(static_cast<unsigned char>(ch)); };
  auto escaped = [&] {
    char e = text[(*at)++];
    return e == '0' ? '\0' : e == 't' ? '\t' : e == 'n' ? '\n' : e;
  };
  switch (c) {
    case '(': {
      Piece inner = Alternatives(text, at);
      CHECK(text[*at] == ')');
      ++*at;
      return inner;
    }
    case '<': {
      size_t end = text.find('>', *at);
      std::string_view name = text.substr(*at, end - *at);
      *at = end + 1;
      for (const NamedPattern& part : parts_) {
        if (part.name != name) continue;
        size_t start = 0;
        return Alternatives(part.text, &start);
      }
      CHECK(false && "unknown part of a pattern");
      return {};
    }
    case '[': {
      bool negated = text[*at] == '^';
      if (negated) ++*at;
      while (text[*at] != ']') {
        char low = text[(*at)++];
        if (low == '\\') low = escaped();
        char high = low;
        if (text[*at] == '-' && text[*at + 1] != ']') {
          high = text[*at + 1];
          *at += 2;
        }
        for (int ch = static_cast<unsigned char>(low); ch <= static_cast<unsigned char>(high); ++ch)
          set.set(static_cast<size_t>(ch));
      }
      ++*at;
      return OfSet(negated ? ~set : set);
    }
    case '\\': put(escaped()); return OfSet(set);
    default:
      put(c);
      if (c >= 'a' && c <= 'z') put(static_cast<char>(c - 32));
      return OfSet(set);
  }
}

PatternSet::Piece PatternSet::Copy(std::string_view text, size_t begin) { return Atom(text, &begin); }

PatternSet::Piece PatternSet::Sequence(std::string_view text, size_t* at) {
  Piece whole;
  whole.first = whole.last = NewNode({});
  auto join = [&](Piece p) {
    nodes_[static_cast<size_t>(whole.last)].next = p.first;
    whole.last = p.last;
  };
  // A piece that may be left out.
  auto optional = [&](Piece p) {
    int start = NewNode({.next = p.first});
    int end = NewNode({});
    nodes_[static_cast<size_t>(start)].other = end;
    nodes_[static_cast<size_t>(p.last)].next = end;
    return Piece{start, end};
  };
  auto repeated = [&](Piece p) {
    int end = NewNode({});
    nodes_[static_cast<size_t>(p.last)].next = end;
    nodes_[static_cast<size_t>(end)].next = p.first;  // again
    int out = NewNode({});
    nodes_[static_cast<size_t>(end)].other = out;
    return Piece{p.first, out};
  };
  while (*at < text.size() && text[*at] != '|' && text[*at] != ')') {
    size_t begin = *at;
    Piece p = Atom(text, at);
    char c = *at < text.size() ? text[*at] : ' ';
    if (c == '?' || c == '*' || c == '+') ++*at;
    if (c == '?') {
      join(optional(p));
    } else if (c == '+') {
      join(repeated(p));
    } else if (c == '*') {
      join(optional(repeated(p)));
    } else if (c == '{') {
      auto number = [&] {
        int n = 0;
        while (text[++*at] >= '0' && text[*at] <= '9') n = n * 10 + (text[*at] - '0');
        return n;
      };
      int low = number();
      int high = text[*at] == ',' ? number() : low;
      ++*at;  // }
      for (int i = 0; i < high; ++i) {
        Piece next = i == 0 ? p : Copy(text, begin);
        join(i < low ? next : optional(next));
      }
    } else {
      join(p);
    }
  }
  return whole;
}

PatternSet::Piece PatternSet::Alternatives(std::string_view text, size_t* at) {
  Piece whole = Sequence(text, at);
  while (*at < text.size() && text[*at] == '|') {
    ++*at;
    Piece next = Sequence(text, at);
    int start = NewNode({.next = whole.first, .other = next.first});
    int end = NewNode({});
    nodes_[static_cast<size_t>(whole.last)].next = end;
    nodes_[static_cast<size_t>(next.last)].next = end;
    whole = {start, end};
  }
  return whole;
}

PatternSet::PatternSet(std::span<const NamedPattern> parts, std::span<const NamedPattern> rules)
    : parts_(parts) {
  std::vector<int> starts;
  for (size_t i = 0; i < rules.size(); ++i) {
    size_t at = 0;
    Piece p = Alternatives(rules[i].text, &at);
    CHECK(at == rules[i].text.size());
    nodes_[static_cast<size_t>(p.last)].rule = static_cast<int>(i);
    starts.push_back(p.first);
  }
  StateOf(starts);
}

// The state for these nodes and all that they lead to freely.
int32_t PatternSet::StateOf(std::vector<int> open) {
  std::vector<bool> seen(nodes_.size());
  std::vector<int> taking;
  int rule = -1;
  while (!open.empty()) {
    int n = open.back();
    open.pop_back();
    if (n < 0 || seen[static_cast<size_t>(n)]) continue;
    seen[static_cast<size_t>(n)] = true;
    const Node& node = nodes_[static_cast<size_t>(n)];
    if (node.rule >= 0 && (rule < 0 || node.rule < rule)) rule = node.rule;
    if (node.set >= 0) {
      taking.push_back(n);
    } else {
      open.push_back(node.next);
      open.push_back(node.other);
    }
  }
  if (taking.empty() && rule < 0) return kDead;
  std::sort(taking.begin(), taking.end());
  std::vector<int> key = taking;
  key.push_back(-1 - rule);
  auto [it, is_new] = known_.try_emplace(std::move(key), static_cast<int32_t>(states_.size()));
  if (is_new) {
    auto state = std::make_unique<State>();
    state->nodes = std::move(taking);
    state->rule = rule;
    state->next.fill(kUnknown);
    states_.push_back(std::move(state));
  }
  return it->second;
}

PatternSet::Match PatternSet::Longest(std::string_view text, size_t at) {
  Match best;
  int32_t current = 0;
  // One NUL behind the end is enough for every pattern.
  for (size_t i = at; i <= text.size(); ++i) {
    auto c = static_cast<unsigned char>(i < text.size() ? text[i] : '\0');
    int32_t next = states_[static_cast<size_t>(current)]->next[c];
    if (next == kUnknown) {
      std::vector<int> open;
      for (int n : states_[static_cast<size_t>(current)]->nodes) {
        const Node& node = nodes_[static_cast<size_t>(n)];
        if (sets_[static_cast<size_t>(node.set)].test(c)) open.push_back(node.next);
      }
      next = StateOf(std::move(open));
      states_[static_cast<size_t>(current)]->next[c] = next;
    }
    if (next == kDead) break;
    current = next;
    if (int rule = states_[static_cast<size_t>(current)]->rule; rule >= 0) best = {rule, i - at + 1};
  }
  return best;
}

}  // namespace tusk
