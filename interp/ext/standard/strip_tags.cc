// strip_tags(): markup out of a text, but for the tags that are allowed.
#include <string>

#include "interp/ext/standard/strings.h"
#include "interp/ext/support.h"

namespace tusk {
namespace {

bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// The allowed tags as "<a><b>", in lower case; false when something was thrown.
bool AllowedTags(const Value& v, std::string* allowed) {
  auto add = [&](std::string_view name) {
    for (char c : name) *allowed += Lower(c);
  };
  if (v.IsArray()) {
    for (uint32_t p = First(v.arr); p != kEnd; p = Next(v.arr, p)) {
      String* s = ToString(Deref(ValueAt(v.arr, p)));
      if (!s) return false;
      *allowed += '<';
      add(s->view());
      *allowed += '>';
      Release(s);
    }
  } else if (v.IsString()) {
    add(v.str->view());
  }
  return true;
}
// By the name alone: a slash in front of it or at the tag's end does not count.
bool IsAllowed(std::string_view tag, std::string_view allowed) {
  std::string name = "<";
  for (size_t i = 1; i < tag.size(); ++i) {
    char c = tag[i];
    if (c == '>') break;
    if (IsSpace(c)) {
      if (name.size() > 1) break;
    } else if (c != '/' || (name.size() > 1 && tag[i + 1] != '>')) {
      name += Lower(c);
    }
  }
  name += '>';
  return allowed.find(name) != allowed.npos;
}

// Reads the text once, keeping what is outside of markup.
class Stripper {
 public:
  Stripper(std::string_view s, std::string_view allowed) : s_(s), allowed_(allowed), out_(s.size()) {}
  String* Run() {
    for (at_ = 0; at_ < s_.size(); ++at_) {
      switch (in_) {
        case In::kText: Text(s_[at_]); break;
        case In::kTag: Tag(s_[at_]); break;
        case In::kCode: Code(s_[at_]); break;
        case In::kDeclaration: Declaration(s_[at_]); break;
        case In::kComment: Comment(s_[at_]); break;
      }
    }
    return out_.Finish();
  }

 private:
  enum class In { kText, kTag, kCode, kDeclaration, kComment };
  char Before(size_t n) const { return at_ >= n ? s_[at_ - n] : '\0'; }
  bool SpaceFollows() const { return at_ + 1 < s_.size() && IsSpace(s_[at_ + 1]); }
  // Whether the text up to here ends like this, in lower case.
  bool Ends(std::string_view with) const {
    if (at_ + 1 < with.size()) return false;
    for (size_t i = 0; i < with.size(); ++i) {
      if (Lower(s_[at_ + 1 - with.size() + i]) != with[i]) return false;
    }
    return true;
  }
  void Quote(char c) {
    if (!quote_) {
      quote_ = c;
    } else if (quote_ == c) {
      quote_ = 0;
    }
  }
  void End() {
    in_ = In::kText;
    quote_ = 0;
    is_xml_ = false;
    tag_.clear();
  }

  void Text(char c) {
    if (c == '<' && !quote_) {
      if (SpaceFollows()) return out_.Append(c);
      in_ = In::kTag;
      tag_ = "<";
      last_ = '<';
    } else if (c == '>') {
      if (depth_) {
        --depth_;
      } else if (!quote_) {
        out_.Append(c);
      }
    } else if (c != '\0') {
      out_.Append(c);
    }
  }
  void Tag(char c) {
    if (c == '\0') return;
    if (c == '<' && !quote_ && !SpaceFollows()) {
      ++depth_;
      return;
    }
    if (c == '>') {
      if (depth_) {
        --depth_;
        return;
      }
      if (quote_ || (is_xml_ && Before(1) == '-')) return;
      tag_ += c;
      if (!allowed_.empty() && IsAllowed(tag_, allowed_)) out_.Append(tag_);
      last_ = c;
      return End();
    }
    if (c == '!' && Before(1) == '<') {
      in_ = In::kDeclaration;
      last_ = c;
      return;
    }
    if (c == '?' && Before(1) == '<') {
      in_ = In::kCode;
      parentheses_ = 0;
      return;
    }
    if (c == '"' || c == '\'') Quote(c);
    if (c == '<' && quote_) return;
    tag_ += c;
  }
  void Code(char c) {
    bool in_string = last_ == '"' || last_ == '\'';
    switch (c) {
      case '(':
      case ')':
        if (in_string) return;
        last_ = c;
        parentheses_ += c == '(' ? 1 : -1;
        return;
      case '>':
        if (depth_) {
          --depth_;
        } else if (!quote_ && !parentheses_ && last_ != '"' && Before(1) == '?') {
          End();
        }
        return;
      case '"':
      case '\'':
        if (Before(1) == '\\') return;
        if (last_ == c) {
          last_ = '\0';
        } else if (last_ != '\\') {
          last_ = c;
        }
        return Quote(c);
      case 'l':
      case 'L':
        // A declaration of XML is a tag.
        if (Ends("<?xml")) {
          in_ = In::kTag;
          is_xml_ = true;
        }
        return;
      default: return;
    }
  }
  void Declaration(char c) {
    if (c == '>') {
      if (depth_) {
        --depth_;
      } else if (!quote_) {
        End();
      }
    } else if (c == '"' || c == '\'') {
      if (Before(1) != '\\') Quote(c);
    } else if (c == '-' && Ends("!--")) {
      in_ = In::kComment;
    } else if (Ends("<!doctype")) {
      in_ = In::kTag;
    }
  }
  void Comment(char c) {
    if (c == '>' && !quote_ && Ends("-->")) End();
  }

  std::string_view s_, allowed_;
  StringBuilder out_;
  size_t at_ = 0;
  In in_ = In::kText;
  std::string tag_;
  char quote_ = 0, last_ = 0;
  int depth_ = 0, parentheses_ = 0;
  bool is_xml_ = false;
};

}  // namespace

void StripTags(Args args, Value* result) {
  std::string allowed;
  if (AllowedTags(args[1], &allowed)) Return(result, Stripper(args.View(0), allowed).Run());
}

}  // namespace tusk
