// The compiler's inside: one Compiler per file, one FunctionBuilder per op array that is being compiled. Its
// methods are spread over compile_*.cc by subject.
//
// A compile error does not unwind: the first one is kept, compilation goes on quietly with whatever operands
// are at hand, and the unit is dropped at the end.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_format.h"
#include "interp/frontend/compile.h"
#include "interp/frontend/emit.h"
#include "interp/frontend/scope.h"

namespace tusk {

// How a variable is fetched; the order is that of the FETCH_* opcode families.
enum class Fetch : uint8_t { kRead, kWrite, kReadWrite, kIsset, kFuncArg, kUnset };

// A node that stands for something compiled or folded already.
inline constexpr AstKind kCompiledNode = static_cast<AstKind>(0x7fff);
struct NodeAst : Ast {
  Node node;
};
// attr bit of the kinds that a nullsafe chain runs through: an outer node ends the chain.
inline constexpr uint16_t kInnerOfChain = 0x4000;

// The class whose body is being compiled.
struct ClassContext {
  Class* cls = nullptr;
  ClassDecl* decl = nullptr;
  bool is_trait = false;
  bool is_enum = false;
  bool is_interface = false;
  uint32_t next_case = 0;
};

class Compiler {
 public:
  Compiler(const CompilerOptions& options, String* file, AstArena* arena);
  CompiledUnit* Run(Ast* root);
  bool failed() const { return failed_; }
  const CompileError& error() const { return error_; }
  uint32_t line() const { return b_ ? b_->line : 0; }

 private:
  using Code = Opcode;
  struct FunctionScope;

  // ---- errors (compile.cc)
  void FailAt(uint32_t line, std::string message);
  template <typename... A>
  void Fail(const absl::FormatSpec<A...>& format, const A&... args) {
    FailAt(b_->line, absl::StrFormat(format, args...));
  }
  template <typename... A>
  void Warn(ParseNotice::Kind kind, const absl::FormatSpec<A...>& format, const A&... args) {
    if (options_.notice && !failed_) options_.notice({kind, absl::StrFormat(format, args...), b_->line});
  }

  // ---- names (names.cc)
  String* WithNamespace(std::string_view name);
  String* ResolveClass(std::string_view name, NameKind kind);
  String* ResolveClass(Ast* name) { return ResolveClass(name->Text(), name->Attr<NameKind>()); }
  String* ResolveFunction(std::string_view name, NameKind kind, bool* fully_qualified);
  String* ResolveConst(std::string_view name, NameKind kind, bool* fully_qualified);
  bool IsScopeKnown() const;
  bool ThisExists() const;
  void CheckClassFetch(uint32_t fetch);
  void Namespace(Ast* ast);
  void Use(Ast* ast);
  void GroupUse(Ast* ast);
  void UseItem(Ast* item, SymbolKind kind, std::string_view prefix);
  void SeeSymbol(SymbolKind kind, String* lower_name) { seen_.insert({lower_name, kind}); }
  bool IsReservedClassName(std::string_view name);
  void CheckClassName(std::string_view name, const char* what);

  // ---- literals (emit helpers, names.cc)
  uint32_t FunctionNameLiteral(String* name);
  uint32_t NsFunctionNameLiteral(String* name);
  uint32_t ClassNameLiteral(String* name);
  uint32_t ConstNameLiteral(String* name, bool unqualified);
  void SetConstOperand(Operand* operand, uint8_t* kind, uint32_t literal) {
    *kind = kConst;
    operand->num = literal;
  }

  // ---- statements (compile_statement.cc, compile_control.cc)
  void TopStatement(Ast* ast);
  void Statement(Ast* ast);
  void StatementList(Ast* ast);
  void Free(const Node& node);
  void Echo(Ast* ast);
  void If(Ast* ast);
  void While(Ast* ast);
  void DoWhile(Ast* ast);
  void For(Ast* ast);
  Node ForExpressions(Ast* list);
  void Foreach(Ast* ast);
  void Switch(Ast* ast);
  void BreakContinue(Ast* ast);
  void Return(Ast* ast);
  void Try(Ast* ast);
  void Goto(Ast* ast);
  void LabelStatement(Ast* ast);
  void Unset(Ast* ast);
  void Global(Ast* ast);
  void StaticVar(Ast* ast);
  void Declare(Ast* ast);
  void ConstDecl(Ast* ast);
  void HaltCompiler(Ast* ast);
  bool Unwind(uint32_t depth, const Node* return_value);
  bool InsideFinally() const;
  void FinalReturn(bool one);
  void CheckReturnType(Node* value, bool implicit);
  void EmitTick();

  // ---- expressions (compile_expression.cc)
  Node Expr(Ast* ast);
  Node ExprInner(Ast* ast);
  Node Binary(Ast* ast);
  Node EmitBinary(BinaryOp op, Node left, Node right);
  Node Unary(Ast* ast);
  Node AndOr(Ast* ast);
  Node Conditional(Ast* ast);
  Node Coalesce(Ast* ast);
  Node ArrayLiteral(Ast* ast);
  Node Encaps(Ast* ast);
  Node Cast(Ast* ast);
  Node Silence(Ast* ast);
  Node ShellExec(Ast* ast);
  Node IncludeOrEval(Ast* ast);
  Node Instanceof(Ast* ast);
  Node Print(Ast* ast);
  Node Throw(Ast* ast);
  Node ConstFetch(Ast* ast);
  Node ClassConstFetch(Ast* ast);
  Node ClassNameFetch(Ast* ast);
  Node MagicConstant(Ast* ast);
  Node Match(Ast* ast);
  Node Yield(Ast* ast);
  Node YieldFrom(Ast* ast);
  Node New(Ast* ast);
  Node Exit(Ast* ast);
  Node Memoized(Ast* ast, Fetch type);
  Node ConstString(Node node);

  // ---- variables (compile_variable.cc). The returned opline is the fetch, or null; valid until the next
  // emission. result may be null.
  Op* Var(Node* result, Ast* ast, Fetch type, bool by_ref);
  Op* VarInner(Node* result, Ast* ast, Fetch type, bool by_ref);
  Op* DelayedVar(Node* result, Ast* ast, Fetch type, bool by_ref);
  Op* SimpleVar(Node* result, Ast* ast, Fetch type, bool delayed);
  Op* SimpleVarNoCv(Node* result, Ast* ast, Fetch type, bool delayed);
  bool TryCv(Node* result, Ast* ast);
  Op* Dim(Node* result, Ast* ast, Fetch type, bool by_ref);
  Op* DelayedDim(Node* result, Ast* ast, Fetch type, bool by_ref);
  Op* Prop(Node* result, Ast* ast, Fetch type, bool by_ref);
  Op* DelayedProp(Node* result, Ast* ast, Fetch type);
  Op* StaticProp(Node* result, Ast* ast, Fetch type, bool by_ref, bool delayed);
  void AdjustFetch(Op* op, Node* result, Fetch type);
  void SeparateCall(Node* node, Ast* ast, Fetch type);
  void NumericDim(Op* op, const Node& dim);
  static Node NumericKey(Node key);
  void EmitJmpNull(const Node& object, Fetch type);
  void FlushDelayedChain(const Node& object);
  void MarkInner(Ast* ast);
  void CommitChain(size_t checkpoint, Node* result, Ast* ast);
  Node Assign(Ast* ast);
  Node AssignRef(Ast* ast);
  Node AssignOp(Ast* ast);
  Node AssignCoalesce(Ast* ast);
  void AssignNode(Ast* target, const Node& value);
  void AssignRefNode(Ast* target, const Node& value);
  Node AssignedExpr(Ast* value, Ast* target);
  void ListAssign(Node* result, Ast* list, Node value, ArraySyntax syntax);
  bool PropagateListRefs(Ast* list);
  Node PreIncDec(Ast* ast);
  Node PostIncDec(Ast* ast);
  Node IssetEmpty(Ast* ast);
  void EnsureWritable(Ast* ast);
  Ast* NodeExpr(const Node& node, uint32_t line);

  // ---- calls (compile_call.cc, compile_special.cc)
  Node Call(Ast* ast);
  Node MethodCall(Ast* ast);
  Node StaticCall(Ast* ast);
  Node DynamicCall(const Node& callee, Ast* args, uint32_t line);
  Node CallCommon(Ast* args, const Function* callee, uint32_t line, bool* is_convert = nullptr);
  uint32_t Args(Ast* args, const Function* callee, bool* extra_named);
  Node ClassRef(Ast* name, uint32_t flags);
  void SetClassOp1(Op* op, const Node& class_node);
  Node NsCall(String* name, Ast* args, uint32_t line);
  Node AssertCall(Ast* args, String* name, const Function* callee, uint32_t line);
  bool SpecialCall(Node* result, std::string_view lower, Ast* args, const Function* callee, uint32_t line);
  bool ParentHookCall(Node* result, Ast* ast);
  const Function* KnownFunction(String* lower);
  const Class* KnownClass(String* lower);

  // ---- functions (compile_function.cc)
  Node FunctionDecl(Ast* ast, bool top_level);
  void CompileFunction(OpArray* fn, const DeclAst* decl, Ast* body);
  void Params(Ast* params, Ast* return_type, bool is_tostring);
  void Param(Ast* param, uint32_t index, Ast* list);
  void CheckGeneratorType(const TypeDecl& type);
  void CheckAsymmetry(String* name, uint32_t modifiers, const TypeDecl& type);
  void Promote(Ast* param, String* name, const TypeDecl& type, bool null_default);
  void ClosureUses(Ast* uses);
  void ClosureBindings(const Node& closure, OpArray* fn, Ast* uses);
  void FindImplicitUses(const DeclAst* decl, std::vector<String*>* uses);
  String* ClosureName(uint32_t line);
  void FinishFunction();
  OpArray* NewOpArray(const DeclAst* decl);
  // Constants that need the running program: an op array without parameters that returns the value.
  Value ConstantThunk(Ast* expr, std::string_view what);
  // Puts resolved names into an expression that reflection and messages show.
  void QualifyNames(Ast* ast);

  // ---- types (compile_type.cc)
  TypeDecl CompileType(Ast* ast);
  TypeDecl SimpleType(Ast* ast);
  TypeDecl UnionType(Ast* ast);
  TypeDecl IntersectionType(Ast* ast);
  bool TypeAllows(const TypeDecl& type, const Value& v);

  // ---- classes (compile_class.cc, compile_method.cc, compile_property.cc)
  Node ClassDeclaration(Ast* ast, bool top_level);
  void ClassBody(Ast* body);
  void Method(Ast* ast);
  void PropertyGroup(Ast* ast);
  PropertyInfo* AddProperty(String* name, uint32_t modifiers, Value value, const TypeDecl& type,
                            std::string_view doc);
  void PropertyHooks(PropertyInfo* property, Ast* hooks, Ast* type);
  void ClassConstGroup(Ast* ast);
  void EnumCase(Ast* ast);
  void TraitUse(Ast* ast);
  void CheckMagicMethod(OpArray* method, std::string_view lower);
  uint32_t MemberFlags(uint32_t modifiers);
  bool HasAttribute(Ast* attributes, std::string_view lower_name);
  // What reflection gives back; null when there are none. `targets` (AttributeTarget): what they are put on.
  const AttributeList* KeepAttributes(Ast* attributes, uint32_t targets);
  void CheckTargets(const AttributeList& list, uint32_t targets);

  // ---- constant expressions (const_eval.cc)
  // Replaces *slot by a constant node if it can be evaluated without running anything.
  bool FoldConst(Ast** slot);
  bool ConstOf(Ast* ast, Value* out) const;
  bool FoldBinary(BinaryOp op, const Value& a, const Value& b, Value* out);
  bool FoldUnary(UnaryOp op, const Value& a, Value* out);
  bool FoldArray(Ast* ast, Value* out);
  bool FoldConstant(Ast* ast, Value* out);
  bool FoldClassConstant(String* class_name, String* name, Value* out);
  bool FoldClassName(Ast* class_ast, Value* out);
  bool FoldMagic(Ast* ast, Value* out);
  bool AllowedInConstExpr(Ast* ast, std::string* offence);
  // The value of a constant expression: folded, or a kConstantAst.
  Value ConstExpr(Ast** slot, std::string_view what);

  // ---- small AST questions (ast_query.cc)
  static bool IsVariable(const Ast* ast);
  static bool IsCall(const Ast* ast);
  static bool IsVariableOrCall(const Ast* ast) { return IsVariable(ast) || IsCall(ast); }
  static bool IsThis(const Ast* ast);
  static bool IsGlobals(const Ast* ast);
  static bool IsGlobalVar(const Ast* ast);
  static bool IsShortCircuited(const Ast* ast);
  static bool RunsThroughChain(AstKind kind);
  static bool CanWriteTo(const Ast* ast);
  static bool IsAssignToSelf(const Ast* value, const Ast* target);

  class BodyScope;

  const CompilerOptions& options_;
  String* file_;
  AstArena* arena_;
  FileScope scope_;
  FunctionBuilder* b_ = nullptr;
  ClassContext* class_ = nullptr;
  bool failed_ = false;
  CompileError error_;
  CompiledUnit* unit_ = nullptr;

  absl::flat_hash_map<String*, OpArray*>
      functions_;                                 // top-level functions compiled so far, by lowercase name
  absl::flat_hash_map<String*, Class*> classes_;  // early bound classes compiled so far
  absl::flat_hash_set<std::pair<String*, SymbolKind>> seen_;
  std::vector<uint32_t> chain_jumps_;  // JMP_NULLs of nullsafe chains whose end is not known yet

  // ??= compiles its variable twice: expressions in it are evaluated by the first pass only.
  enum class Memoize : uint8_t { kNo, kCompile, kFetch };
  Memoize memoize_ = Memoize::kNo;
  std::vector<std::pair<Ast*, Node>> memoized_;

  String* hook_property_ = nullptr;  // property whose hook is being compiled
  std::string_view hook_name_;
  int64_t halt_offset_ = -1;
  uint32_t anonymous_count_ = 0;
  bool in_const_expr_ = false;
  bool has_namespace_statement_ = false;
};

// While it lives another op array is compiled, and what belongs to the body around it is put aside. The class
// and the hook stay those of the outer body until something else is set.
class Compiler::BodyScope {
 public:
  BodyScope(Compiler* compiler, OpArray* fn, uint32_t line)
      : c_(compiler),
        builder_(fn),
        outer_(compiler->b_),
        class_(compiler->class_),
        hook_property_(compiler->hook_property_),
        hook_name_(compiler->hook_name_),
        memoize_(std::exchange(compiler->memoize_, Memoize::kNo)),
        memoized_(std::exchange(compiler->memoized_, {})),
        in_const_expr_(std::exchange(compiler->in_const_expr_, false)) {
    builder_.line = line;
    builder_.unwind.push_back({UnwindEntry::kFunctionStart});
    compiler->b_ = &builder_;
  }
  ~BodyScope() {
    c_->b_ = outer_;
    c_->class_ = class_;
    c_->hook_property_ = hook_property_;
    c_->hook_name_ = hook_name_;
    c_->memoize_ = memoize_;
    c_->memoized_ = std::move(memoized_);
    c_->in_const_expr_ = in_const_expr_;
  }
  BodyScope(const BodyScope&) = delete;
  BodyScope& operator=(const BodyScope&) = delete;

 private:
  Compiler* c_;
  FunctionBuilder builder_;
  FunctionBuilder* outer_;
  ClassContext* class_;
  String* hook_property_;
  std::string_view hook_name_;
  Memoize memoize_;
  std::vector<std::pair<Ast*, Node>> memoized_;
  bool in_const_expr_;
};

// The kind of class reference that a name is: self, parent, static or a name.
uint32_t ClassFetchOf(std::string_view name);
bool IsAutoGlobal(std::string_view name);
// As C strings show it: the unique part of an anonymous class's name, behind a NUL, stays out.
std::string_view ShownName(const Class* cls);

}  // namespace tusk
