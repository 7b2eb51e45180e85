// Arena and constructors of syntax tree nodes, and the table of kinds.
#include "interp/frontend/ast.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

namespace tusk {
namespace {

constexpr uint8_t CountWords(std::string_view text) {
  uint8_t words = text.empty() ? 0 : 1;
  for (char c : text) words += c == ' ';
  return words;
}

constexpr AstKindInfo kKinds[] = {
#define AST(kind, children) \
  {std::string_view(#kind).substr(1), children, AstShape::kFixed, CountWords(children)},
#define AST_LIST(kind, elements) {std::string_view(#kind).substr(1), elements, AstShape::kList, 0},
#define AST_LEAF(kind, payload) {std::string_view(#kind).substr(1), payload, AstShape::kLeaf, 0},
#define AST_DECL(kind, children) \
  {std::string_view(#kind).substr(1), children, AstShape::kDecl, CountWords(children)},
#include "interp/frontend/ast.def"
};

constexpr size_t kFirstBlock = 16 * 1024;
constexpr size_t kLargestBlock = 4 * 1024 * 1024;

}  // namespace

const AstKindInfo& GetAstKindInfo(AstKind kind) { return kKinds[static_cast<size_t>(kind)]; }

struct AstArena::Block {
  Block* previous;
  size_t bytes;
};

AstArena::AstArena(AstArena&& other) noexcept { *this = std::move(other); }

AstArena& AstArena::operator=(AstArena&& other) noexcept {
  if (this == &other) return *this;
  Free();
  next_ = std::exchange(other.next_, nullptr);
  end_ = std::exchange(other.end_, nullptr);
  blocks_ = std::exchange(other.blocks_, nullptr);
  reserved_ = std::exchange(other.reserved_, 0);
  return *this;
}

AstArena::~AstArena() { Free(); }

void AstArena::Free() {
  while (blocks_) ::operator delete(std::exchange(blocks_, blocks_->previous));
  next_ = end_ = nullptr;
}

void* AstArena::AllocateSlow(size_t bytes) {
  size_t size = std::clamp(reserved_, kFirstBlock, kLargestBlock);
  size = std::max(size, bytes + sizeof(Block));
  auto* block = static_cast<Block*>(::operator new(size));
  *block = {blocks_, size};
  blocks_ = block;
  reserved_ += size;
  char* start = reinterpret_cast<char*>(block + 1);
  char* limit = reinterpret_cast<char*>(block) + size;
  // A block made for one large object does not replace a current block that has more room left.
  if (limit - (start + bytes) >= end_ - next_) {
    next_ = start + bytes;
    end_ = limit;
  }
  return start;
}

std::string_view AstArena::Copy(std::string_view text) {
  if (text.empty()) return {};
  auto* copy = static_cast<char*>(Allocate(text.size()));
  std::memcpy(copy, text.data(), text.size());
  return {copy, text.size()};
}

void AstArena::Trim(void* allocation, size_t old_bytes, size_t new_bytes) {
  old_bytes = (old_bytes + 7) & ~size_t{7};
  new_bytes = (new_bytes + 7) & ~size_t{7};
  auto* start = static_cast<char*>(allocation);
  if (start + old_bytes == next_) next_ = start + new_bytes;
}

Ast* AstArena::Leaf(AstKind kind, uint16_t attr, uint32_t line) {
  auto* node = new (Allocate(sizeof(Ast))) Ast;
  node->kind = kind;
  node->attr = attr;
  node->line = line;
  node->count = 0;
  node->size = 0;
  node->depth = 1;
  node->int_value = 0;
  return node;
}

Ast* AstArena::Int(int64_t value, uint32_t line) {
  Ast* node = Leaf(AstKind::kInt, 0, line);
  node->int_value = value;
  return node;
}

Ast* AstArena::Float(double value, uint32_t line) {
  Ast* node = Leaf(AstKind::kFloat, 0, line);
  node->float_value = value;
  return node;
}

Ast* AstArena::TextNoCopy(AstKind kind, std::string_view text, uint32_t line, uint16_t attr) {
  Ast* node = Leaf(kind, attr, line);
  node->text = text.data();
  node->size = static_cast<uint32_t>(text.size());
  return node;
}

Ast* AstArena::Text(AstKind kind, std::string_view text, uint32_t line, uint16_t attr) {
  return TextNoCopy(kind, Copy(text), line, attr);
}

namespace {

void Fill(Ast* node, AstKind kind, uint16_t attr, uint32_t line, std::initializer_list<Ast*> kids,
          Ast** storage, uint32_t capacity) {
  node->kind = kind;
  node->attr = attr;
  node->count = static_cast<uint32_t>(kids.size());
  node->size = capacity;
  node->kids = storage;
  uint32_t depth = 0;
  size_t i = 0;
  for (Ast* kid : kids) {
    storage[i++] = kid;
    if (!kid) continue;
    depth = std::max(depth, kid->depth);
    if (line == 0) line = kid->line;
  }
  node->line = line;
  node->depth = depth + 1;
}

}  // namespace

Ast* AstArena::Node(AstKind kind, uint16_t attr, uint32_t line, std::initializer_list<Ast*> kids) {
  auto* node = new (Allocate(sizeof(Ast) + kids.size() * sizeof(Ast*))) Ast;
  Fill(node, kind, attr, line, kids, reinterpret_cast<Ast**>(node + 1), static_cast<uint32_t>(kids.size()));
  return node;
}

Ast* AstArena::List(AstKind kind, uint16_t attr, uint32_t line, std::initializer_list<Ast*> kids) {
  uint32_t capacity = std::max<uint32_t>(4, static_cast<uint32_t>(kids.size()));
  auto* node = new (Allocate(sizeof(Ast) + capacity * sizeof(Ast*))) Ast;
  Fill(node, kind, attr, line, kids, reinterpret_cast<Ast**>(node + 1), capacity);
  return node;
}

void AstArena::Append(Ast* list, Ast* child) {
  if (list->count == list->size) {
    auto** wider = static_cast<Ast**>(Allocate(size_t{list->size} * 2 * sizeof(Ast*)));
    std::memcpy(wider, list->kids, list->count * sizeof(Ast*));
    list->kids = wider;
    list->size *= 2;
  }
  list->kids[list->count++] = child;
  if (child) list->depth = std::max(list->depth, child->depth + 1);
}

DeclAst* AstArena::Decl(AstKind kind, uint32_t flags, uint32_t line, uint32_t end_line, std::string_view name,
                        std::string_view doc, std::initializer_list<Ast*> kids) {
  auto* node = new (Allocate(sizeof(DeclAst) + kids.size() * sizeof(Ast*))) DeclAst;
  Fill(node, kind, 0, line, kids, reinterpret_cast<Ast**>(node + 1), static_cast<uint32_t>(kids.size()));
  node->name = name;
  node->doc = doc;
  node->flags = flags;
  node->end_line = end_line;
  return node;
}

}  // namespace tusk
