#pragma once
// The syntax tree: what the parser hands to the compiler. Nodes live in an AstArena and die with it; a tree
// holds no pointers out of its arena (literals and names are copied into it). Kinds and children are rows of
// ast.def.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace tusk {

enum class AstKind : uint16_t {
#define AST(kind, children) kind,
#define AST_LIST(kind, elements) kind,
#define AST_LEAF(kind, payload) kind,
#define AST_DECL(kind, children) kind,
#include "interp/frontend/ast.def"
};

// How many children a kind has, and where they are described.
enum class AstShape : uint8_t { kFixed, kList, kLeaf, kDecl };

struct AstKindInfo {
  std::string_view name;      // without the k
  std::string_view children;  // the row's text
  AstShape shape;
  uint8_t arity;  // kFixed and kDecl
};

const AstKindInfo& GetAstKindInfo(AstKind kind);

// ---- attr
// ----------------------------------------------------------------------------------------------------

// Values are Zend opcode numbers; the two greater-than forms have no opcode and compile as their mirror image
// with the operands swapped.
enum class BinaryOp : uint16_t {
  kAdd = 1,
  kSub = 2,
  kMul = 3,
  kDiv = 4,
  kMod = 5,
  kShiftLeft = 6,
  kShiftRight = 7,
  kConcat = 8,
  kBitOr = 9,
  kBitAnd = 10,
  kBitXor = 11,
  kPow = 12,
  kBoolXor = 15,
  kIdentical = 16,
  kNotIdentical = 17,
  kEqual = 18,
  kNotEqual = 19,
  kSmaller = 20,
  kSmallerOrEqual = 21,
  kSpaceship = 170,
  kGreater = 256,
  kGreaterOrEqual = 257,
};

// kBitNot and kBoolNot are opcode numbers; plus and minus compile as a multiplication by 1 and -1.
enum class UnaryOp : uint16_t { kBitNot = 13, kBoolNot = 14, kPlus = 256, kMinus = 257 };

// Values are the type codes that CAST takes as its extended value.
enum class CastType : uint16_t {
  kNull = 1,
  kInt = 4,
  kFloat = 5,
  kString = 6,
  kArray = 7,
  kObject = 8,
  kBool = 18,
};

// Values are the extended value of INCLUDE_OR_EVAL.
enum class IncludeKind : uint16_t {
  kEval = 1,
  kInclude = 2,
  kIncludeOnce = 4,
  kRequire = 8,
  kRequireOnce = 16
};

enum class NameKind : uint16_t {
  kUnqualified,     // foo, a\b: subject to imports
  kFullyQualified,  // \foo
  kRelative,        // namespace\foo
};

enum class MagicConst : uint16_t {
  kLine,
  kFile,
  kDir,
  kFunction,
  kMethod,
  kClass,
  kTrait,
  kNamespace,
  kProperty,
};

// Values are PHP's type codes.
enum class BuiltinType : uint16_t { kArray = 7, kCallable = 12, kStatic = 15 };

// What a use declaration imports.
enum class SymbolKind : uint16_t { kMixed = 0, kClass = 1, kFunction = 2, kConst = 4 };

enum class ReferenceFlag : uint16_t { kByValue = 0, kByReference = 1 };
enum class ArraySyntax : uint16_t { kList = 1, kLong = 2, kShort = 3 };
enum class ParenthesizedFlag : uint16_t { kNo = 0, kYes = 1 };

// Bits of attr (kPropertyGroup, kClassConstGroup, kTraitAlias, kParam) and of DeclAst::flags; values are
// PHP's.
enum Modifier : uint32_t {
  kModPublic = 1u << 0,
  kModProtected = 1u << 1,
  kModPrivate = 1u << 2,
  kModStatic = 1u << 4,
  kModFinal = 1u << 5,
  kModAbstract = 1u << 6,
  kModReadonly = 1u << 7,
  kModPublicSet = 1u << 10,
  kModProtectedSet = 1u << 11,
  kModPrivateSet = 1u << 12,
  kModVisibilityMask = kModPublic | kModProtected | kModPrivate,
  kModSetVisibilityMask = kModPublicSet | kModProtectedSet | kModPrivateSet,
};

enum ParamFlag : uint32_t { kParamByRef = 1u << 13, kParamVariadic = 1u << 14 };

// Bits of DeclAst::flags beside Modifier (static closures carry kModStatic).
enum FunctionFlag : uint32_t {
  kFnReturnsRef = 1u << 16,
  kFnHasYield = 1u << 17,  // a yield stands in the body itself: it is a generator
};

enum ClassFlag : uint32_t {
  kClassInterface = 1u << 20,
  kClassTrait = 1u << 21,
  kClassEnum = 1u << 22,
  kClassAnonymous = 1u << 23,
};

// ---- nodes
// ---------------------------------------------------------------------------------------------------

struct DeclAst;

struct Ast {
  AstKind kind;
  uint16_t attr;
  uint32_t line;
  uint32_t count;  // children; 0 for leaves
  uint32_t size;   // kList: capacity of kids; kString, kName, kClosureUse: length of the text
  uint32_t depth;  // 1 + that of the deepest child: the recursion a walk needs
  union {
    Ast** kids;
    int64_t int_value;
    double float_value;
    const char* text;
  };

  std::span<Ast* const> Children() const { return {kids, count}; }
  Ast* operator[](size_t i) const { return kids[i]; }
  bool Is(AstKind k) const { return kind == k; }

  int64_t IntValue() const { return int_value; }
  double FloatValue() const { return float_value; }
  std::string_view Text() const { return {text, size}; }

  template <typename E>
  E Attr() const {
    return static_cast<E>(attr);
  }
  inline const DeclAst* AsDecl() const;
};

struct DeclAst : Ast {
  std::string_view name;
  std::string_view doc;  // empty: none
  uint32_t flags;
  uint32_t end_line;  // line is the first line of the declaration
};

inline const DeclAst* Ast::AsDecl() const { return static_cast<const DeclAst*>(this); }

// Positions of children of the declaration kinds.
enum FunctionChild : size_t { kFnParams, kFnUses, kFnBody, kFnReturnType, kFnAttributes };
enum ClassChild : size_t { kClassExtends, kClassImplements, kClassBody, kClassAttributes, kClassBackingType };

// Bump allocation in blocks that double; nothing is freed before the arena. Not for types with destructors.
class AstArena {
 public:
  AstArena() = default;
  AstArena(AstArena&&) noexcept;
  AstArena& operator=(AstArena&&) noexcept;
  ~AstArena();

  void* Allocate(size_t bytes) {  // aligned to 8
    bytes = (bytes + 7) & ~size_t{7};
    if (static_cast<size_t>(end_ - next_) < bytes) return AllocateSlow(bytes);
    char* result = next_;
    next_ += bytes;
    return result;
  }
  std::string_view Copy(std::string_view text);
  // Gives the unused tail of the latest allocation back.
  void Trim(void* allocation, size_t old_bytes, size_t new_bytes);
  size_t bytes_reserved() const { return reserved_; }

  // Node construction. Children may be null. line 0 takes the first child's line.
  Ast* Int(int64_t value, uint32_t line);
  Ast* Float(double value, uint32_t line);
  Ast* Leaf(AstKind kind, uint16_t attr, uint32_t line);
  Ast* Text(AstKind kind, std::string_view text, uint32_t line, uint16_t attr = 0);  // copies text
  Ast* TextNoCopy(AstKind kind, std::string_view text, uint32_t line,
                  uint16_t attr = 0);  // text is in this arena
  Ast* Node(AstKind kind, uint16_t attr, uint32_t line, std::initializer_list<Ast*> kids);
  Ast* List(AstKind kind, uint16_t attr, uint32_t line, std::initializer_list<Ast*> kids = {});
  void Append(Ast* list, Ast* child);
  DeclAst* Decl(AstKind kind, uint32_t flags, uint32_t line, uint32_t end_line, std::string_view name,
                std::string_view doc, std::initializer_list<Ast*> kids);

 private:
  struct Block;
  void* AllocateSlow(size_t bytes);
  void Free();

  char* next_ = nullptr;
  char* end_ = nullptr;
  Block* blocks_ = nullptr;
  size_t reserved_ = 0;
};

}  // namespace tusk
