// The grammar of PHP 8.4 for bison. Which tokens a syntax error calls "expected" follows from the tables built of
// these rules, so their shape (which rules are separate nonterminals, where empty ones stand) is part of the
// behaviour. Actions only build nodes; whatever is longer than a line is a method of ParserContext.

%require "3.8"
%define api.pure full
%define api.prefix {tusk_yy}
%define parse.error custom
%param { tusk::ParserContext* p }
%expect 0

%code requires {
#include "interp/frontend/parser_context.h"
}

%code {
#include <initializer_list>

#define YYMAXDEPTH 10000
#define YYSTYPE_IS_TRIVIAL 1

using namespace tusk;
using K = tusk::AstKind;

static int yylex(TUSK_YYSTYPE* value, ParserContext* p) { return p->NextToken(value); }
static void yyerror(ParserContext* p, const char* message) { p->SyntaxError(message); }
}

%union {
  tusk::Ast* ast;
  tusk::SourceText text;
  uint64_t number;
}

// ---- precedence, weakest first ----
%precedence T_THROW
%precedence ARROW_FUNCTION
%precedence T_INCLUDE T_INCLUDE_ONCE T_REQUIRE T_REQUIRE_ONCE
%left T_LOGICAL_OR
%left T_LOGICAL_XOR
%left T_LOGICAL_AND
%precedence T_PRINT
%precedence T_YIELD
%precedence T_DOUBLE_ARROW
%precedence T_YIELD_FROM
%precedence '=' T_PLUS_EQUAL T_MINUS_EQUAL T_MUL_EQUAL T_DIV_EQUAL T_CONCAT_EQUAL T_MOD_EQUAL T_AND_EQUAL T_OR_EQUAL T_XOR_EQUAL T_SL_EQUAL T_SR_EQUAL T_POW_EQUAL T_COALESCE_EQUAL
%left '?' ':'
%right T_COALESCE
%left T_BOOLEAN_OR
%left T_BOOLEAN_AND
%left '|'
%left '^'
%left T_AMPERSAND_NOT_FOLLOWED_BY_VAR_OR_VARARG T_AMPERSAND_FOLLOWED_BY_VAR_OR_VARARG
%nonassoc T_IS_EQUAL T_IS_NOT_EQUAL T_IS_IDENTICAL T_IS_NOT_IDENTICAL T_SPACESHIP
%nonassoc '<' T_IS_SMALLER_OR_EQUAL '>' T_IS_GREATER_OR_EQUAL
%left '.'
%left T_SL T_SR
%left '+' '-'
%left '*' '/' '%'
%precedence '!'
%precedence T_INSTANCEOF
%precedence '~' T_INT_CAST T_DOUBLE_CAST T_STRING_CAST T_ARRAY_CAST T_OBJECT_CAST T_BOOL_CAST T_UNSET_CAST '@'
%right T_POW
%precedence T_CLONE
%precedence T_NEW
%precedence NO_ELSE
%precedence T_ELSEIF
%precedence T_ELSE

// ---- tokens (from token.def) ----
@TUSK_TOKENS@
%token END 0 "end of file"

%type <text> doc function fn keyword_name function_name
%type <text> reserved_word reserved_non_modifier
%type <number> by_ref param_by_ref variadic cast_op assign_op enter_body here
%type <number> member_modifier member_modifiers property_modifiers method_modifiers constant_modifiers promotion
%type <number> hook_modifiers class_modifier class_modifiers anonymous_modifiers import_kind

%type <ast> top_statements top_statement namespace_name namespace_path import_path
%type <ast> grouped_import mixed_grouped_import imports plain_imports mixed_imports import plain_import mixed_import
%type <ast> constant_items constant_item statements inner_statement statement declaration
%type <ast> catches catch_names catch_variable finally unset_list unset_item
%type <ast> function_declaration class_declaration trait_declaration interface_declaration enum_declaration
%type <ast> backing_type enum_case case_value parent parents interfaces
%type <ast> foreach_target for_body foreach_body while_body declare_body
%type <ast> switch_body cases match match_arms some_match_arms match_arm match_conditions
%type <ast> if_chain if_statement alt_if_chain alt_if_statement
%type <ast> parameters some_parameters parameter attributed_parameter
%type <ast> optional_plain_type type simple_type plain_type plain_simple_type
%type <ast> union_type union_member intersection_type plain_union plain_union_member plain_intersection return_type
%type <ast> arguments some_arguments argument optional_arguments
%type <ast> global_variables global_variable static_variables static_variable
%type <ast> members attributed_member member class_names trait_rules some_trait_rules trait_rule
%type <ast> trait_precedence trait_alias trait_method qualified_trait_method method_body
%type <ast> properties property hooked_property hooks optional_hooks hook hook_body hook_parameters
%type <ast> class_constants class_constant_item echo_list echo_item for_expressions some_for_expressions
%type <ast> anonymous_class new_with_arguments new_bare expr optional_expr inline_function
%type <ast> closure_uses closure_use_list closure_use call name class_name class_reference
%type <ast> backticks literal_reference scalar constant class_constant
%type <ast> dereferencable object_base callee variable_class callable_variable variable simple_variable
%type <ast> static_property new_variable member_name property_name identifier
%type <ast> array_items some_array_items maybe_array_item array_item
%type <ast> encaps_list encaps_variable encaps_offset isset_list isset_item internal_call
%type <ast> attribute attribute_group attributes

%%

file:
    top_statements  { p->set_root($top_statements); }
;

// Keywords that are names where only a name can stand.
reserved_non_modifier:
    T_INCLUDE | T_INCLUDE_ONCE | T_EVAL | T_REQUIRE | T_REQUIRE_ONCE | T_LOGICAL_OR | T_LOGICAL_XOR | T_LOGICAL_AND
  | T_INSTANCEOF | T_NEW | T_CLONE | T_EXIT | T_IF | T_ELSEIF | T_ELSE | T_ENDIF | T_ECHO | T_DO | T_WHILE | T_ENDWHILE
  | T_FOR | T_ENDFOR | T_FOREACH | T_ENDFOREACH | T_DECLARE | T_ENDDECLARE | T_AS | T_TRY | T_CATCH | T_FINALLY
  | T_THROW | T_USE | T_INSTEADOF | T_GLOBAL | T_VAR | T_UNSET | T_ISSET | T_EMPTY | T_CONTINUE | T_GOTO
  | T_FUNCTION | T_CONST | T_RETURN | T_PRINT | T_YIELD | T_LIST | T_SWITCH | T_ENDSWITCH | T_CASE | T_DEFAULT | T_BREAK
  | T_ARRAY | T_CALLABLE | T_EXTENDS | T_IMPLEMENTS | T_NAMESPACE | T_TRAIT | T_INTERFACE | T_CLASS
  | T_CLASS_C | T_TRAIT_C | T_FUNC_C | T_METHOD_C | T_LINE | T_FILE | T_DIR | T_NS_C | T_FN | T_MATCH | T_ENUM
  | T_PROPERTY_C
;

reserved_word:
    reserved_non_modifier
  | T_ABSTRACT | T_FINAL | T_PRIVATE | T_PROTECTED | T_PUBLIC | T_STATIC | T_READONLY
;

keyword_name:
    T_STRING
  | reserved_word  { if (!p->CheckIdentifier($1)) YYERROR; $$ = $1; }
;

identifier:
    keyword_name  { $$ = p->String($1); }
;

function:
    T_FUNCTION
;

fn:
    T_FN
;

ampersand:
    T_AMPERSAND_FOLLOWED_BY_VAR_OR_VARARG
  | T_AMPERSAND_NOT_FOLLOWED_BY_VAR_OR_VARARG
;

by_ref:
    %empty     { $$ = 0; }
  | ampersand  { $$ = 1; }
;

param_by_ref:
    %empty                                 { $$ = 0; }
  | T_AMPERSAND_FOLLOWED_BY_VAR_OR_VARARG  { $$ = 1; }
;

variadic:
    %empty      { $$ = 0; }
  | T_ELLIPSIS  { $$ = 1; }
;

maybe_comma:
    %empty
  | ','
;

// The doc comment that stands before the declaration being read.
doc:
    %empty  { $$ = p->TakeDoc(); }
;

// Entering and leaving a function's body: whether it is a generator is the body's own affair.
enter_body:
    %empty  { $$ = p->EnterBody(); }
;

// The line reached: where a call's arguments start, for calls of what has no name.
here:
    %empty  { $$ = p->line(); }
;

// ---- top level ----

top_statements:
    top_statements top_statement  { $$ = p->Append($1, $2); }
  | %empty                        { $$ = p->List(K::kStatementList); }
;

top_statement:
    statement
  | declaration
  | attributes declaration                       { $$ = p->WithAttributes($2, $1); }
  | T_HALT_COMPILER '(' ')' ';'                  { $$ = p->HaltCompiler(); }
  | T_NAMESPACE namespace_name ';'               { $$ = p->Node(K::kNamespace, {$2, nullptr}); p->ForgetDoc(); }
  | T_NAMESPACE namespace_name { p->ForgetDoc(); } '{' top_statements '}'
                                                 { $$ = p->Node(K::kNamespace, {$2, $5}); }
  | T_NAMESPACE { p->ForgetDoc(); } '{' top_statements '}'
                                                 { $$ = p->Node(K::kNamespace, {nullptr, $4}); }
  | T_USE mixed_grouped_import ';'               { $$ = $2; }
  | T_USE import_kind grouped_import ';'         { $$ = $3; $$->attr = static_cast<uint16_t>($2); }
  | T_USE imports ';'                            { $$ = $2; $$->attr = static_cast<uint16_t>(SymbolKind::kClass); }
  | T_USE import_kind imports ';'                { $$ = $3; $$->attr = static_cast<uint16_t>($2); }
  | T_CONST constant_items ';'                   { $$ = $2; }
;

namespace_name:
    identifier        { $$ = $1; $$->kind = K::kName; }
  | T_NAME_QUALIFIED  { $$ = p->Name($1, NameKind::kUnqualified); }
;

namespace_path:
    T_STRING          { $$ = p->Name($1, NameKind::kUnqualified); }
  | T_NAME_QUALIFIED  { $$ = p->Name($1, NameKind::kUnqualified); }
;

import_path:
    namespace_path
  | T_NAME_FULLY_QUALIFIED  { $$ = p->Name($1, NameKind::kFullyQualified); }
;

import_kind:
    T_FUNCTION  { $$ = static_cast<uint64_t>(SymbolKind::kFunction); }
  | T_CONST     { $$ = static_cast<uint64_t>(SymbolKind::kConst); }
;

grouped_import:
    import_path T_NS_SEPARATOR '{' plain_imports maybe_comma '}'  { $$ = p->Node(K::kGroupUse, {$1, $4}); }
;

mixed_grouped_import:
    import_path T_NS_SEPARATOR '{' mixed_imports maybe_comma '}'  { $$ = p->Node(K::kGroupUse, {$1, $4}); }
;

mixed_imports:
    mixed_imports ',' mixed_import  { $$ = p->Append($1, $3); }
  | mixed_import                    { $$ = p->List(K::kUse, {$1}); }
;

plain_imports:
    plain_imports ',' plain_import  { $$ = p->Append($1, $3); }
  | plain_import                    { $$ = p->List(K::kUse, {$1}); }
;

imports:
    imports ',' import  { $$ = p->Append($1, $3); }
  | import              { $$ = p->List(K::kUse, {$1}); }
;

mixed_import:
    plain_import              { $$ = $1; $$->attr = static_cast<uint16_t>(SymbolKind::kClass); }
  | import_kind plain_import  { $$ = $2; $$->attr = static_cast<uint16_t>($1); }
;

plain_import:
    namespace_path                { $$ = p->Node(K::kUseItem, {$1, nullptr}); }
  | namespace_path T_AS T_STRING  { $$ = p->Node(K::kUseItem, {$1, p->String($3)}); }
;

import:
    import_path                { $$ = p->Node(K::kUseItem, {$1, nullptr}); }
  | import_path T_AS T_STRING  { $$ = p->Node(K::kUseItem, {$1, p->String($3)}); }
;

constant_items:
    constant_items ',' constant_item  { $$ = p->Append($1, $3); }
  | constant_item                     { $$ = p->List(K::kConstDecl, {$1}); }
;

constant_item:
    T_STRING '=' expr doc  { $$ = p->Node(K::kConstItem, {p->String($1), $3, p->Doc($4)}); }
;

// ---- attributes ----

attribute:
    class_name            { $$ = p->Node(K::kAttribute, {$1, nullptr}); }
  | class_name arguments  { $$ = p->Node(K::kAttribute, {$1, $2}); }
;

attribute_group:
    attribute                      { $$ = p->List(K::kAttributeGroup, {$1}); }
  | attribute_group ',' attribute  { $$ = p->Append($1, $3); }
;

attributes:
    T_ATTRIBUTE attribute_group maybe_comma ']'             { $$ = p->List(K::kAttributeList, {$2}); }
  | attributes T_ATTRIBUTE attribute_group maybe_comma ']'  { $$ = p->Append($1, $3); }
;

// ---- statements ----

statements:
    statements inner_statement  { $$ = p->Append($1, $2); }
  | %empty                      { $$ = p->List(K::kStatementList); }
;

inner_statement:
    statement
  | declaration
  | attributes declaration       { $$ = p->WithAttributes($2, $1); }
  | T_HALT_COMPILER '(' ')' ';'  { $$ = nullptr; p->Fatal("__HALT_COMPILER() can only be used from the outermost scope"); YYERROR; }
;

// What attributes may precede.
declaration:
    function_declaration
  | class_declaration
  | trait_declaration
  | interface_declaration
  | enum_declaration
;

statement:
    '{' statements '}'                         { $$ = $2; }
  | if_statement
  | alt_if_statement
  | T_WHILE '(' expr ')' while_body            { $$ = p->Node(K::kWhile, {$3, $5}); }
  | T_DO statement T_WHILE '(' expr ')' ';'    { $$ = p->Node(K::kDoWhile, {$2, $5}); }
  | T_FOR '(' for_expressions ';' for_expressions ';' for_expressions ')' for_body
                                               { $$ = p->Node(K::kFor, {$3, $5, $7, $9}); }
  | T_SWITCH '(' expr ')' switch_body          { $$ = p->Node(K::kSwitch, {$3, $5}); }
  | T_BREAK optional_expr ';'                  { $$ = p->Node(K::kBreak, {$2}); }
  | T_CONTINUE optional_expr ';'               { $$ = p->Node(K::kContinue, {$2}); }
  | T_RETURN optional_expr ';'                 { $$ = p->Node(K::kReturn, {$2}); }
  | T_GLOBAL global_variables ';'              { $$ = $2; }
  | T_STATIC static_variables ';'              { $$ = $2; }
  | T_ECHO echo_list ';'                       { $$ = $2; }
  | T_INLINE_HTML                              { $$ = p->Node(K::kEcho, {$1}); }
  | expr ';'                                   { $$ = $1; }
  | T_UNSET '(' unset_list maybe_comma ')' ';' { $$ = $3; }
  | T_FOREACH '(' expr T_AS foreach_target ')' foreach_body
                                               { $$ = p->Node(K::kForeach, {$3, $5, nullptr, $7}); }
  | T_FOREACH '(' expr T_AS foreach_target T_DOUBLE_ARROW foreach_target ')' foreach_body
                                               { $$ = p->Node(K::kForeach, {$3, $7, $5, $9}); }
  | T_DECLARE '(' constant_items ')' declare_body  { $$ = p->Node(K::kDeclare, {$3, $5}); }
  | ';'                                        { $$ = nullptr; }
  | T_TRY '{' statements '}' catches finally   { $$ = p->Node(K::kTry, {$3, $5, $6}); }
  | T_GOTO T_STRING ';'                        { $$ = p->Node(K::kGoto, {p->String($2)}); }
  | T_STRING ':'                               { $$ = p->Node(K::kLabel, {p->String($1)}); }
;

catches:
    %empty  { $$ = p->List(K::kCatchList); }
  | catches T_CATCH '(' catch_names catch_variable ')' '{' statements '}'
            { $$ = p->Append($1, p->Node(K::kCatch, {$4, $5, $8})); }
;

catch_names:
    class_name                  { $$ = p->List(K::kNameList, {$1}); }
  | catch_names '|' class_name  { $$ = p->Append($1, $3); }
;

catch_variable:
    %empty      { $$ = nullptr; }
  | T_VARIABLE  { $$ = p->VariableName($1); }
;

finally:
    %empty                        { $$ = nullptr; }
  | T_FINALLY '{' statements '}'  { $$ = $3; }
;

unset_list:
    unset_item                 { $$ = p->List(K::kStatementList, {$1}); }
  | unset_list ',' unset_item  { $$ = p->Append($1, $3); }
;

unset_item:
    variable  { $$ = p->Node(K::kUnset, {$1}); }
;

while_body:
    statement
  | ':' statements T_ENDWHILE ';'  { $$ = $2; }
;

for_body:
    statement
  | ':' statements T_ENDFOR ';'  { $$ = $2; }
;

foreach_body:
    statement
  | ':' statements T_ENDFOREACH ';'  { $$ = $2; }
;

declare_body:
    statement
  | ':' statements T_ENDDECLARE ';'  { $$ = $2; }
;

foreach_target:
    variable
  | ampersand variable          { $$ = p->Node(K::kRef, {$2}); }
  | T_LIST '(' array_items ')'  { $$ = p->WithSyntax($3, ArraySyntax::kList); }
  | '[' array_items ']'         { $$ = p->WithSyntax($2, ArraySyntax::kShort); }
;

for_expressions:
    %empty                { $$ = nullptr; }
  | some_for_expressions
;

some_for_expressions:
    some_for_expressions ',' expr  { $$ = p->Append($1, $3); }
  | expr                           { $$ = p->List(K::kExprList, {$1}); }
;

switch_body:
    '{' cases '}'                    { $$ = $2; }
  | '{' ';' cases '}'                { $$ = $3; }
  | ':' cases T_ENDSWITCH ';'        { $$ = $2; }
  | ':' ';' cases T_ENDSWITCH ';'    { $$ = $3; }
;

cases:
    %empty                                     { $$ = p->List(K::kSwitchCaseList); }
  | cases T_CASE expr case_separator statements  { $$ = p->Append($1, p->Node(K::kSwitchCase, {$3, $5})); }
  | cases T_DEFAULT case_separator statements  { $$ = p->Append($1, p->Node(K::kSwitchCase, {nullptr, $4})); }
;

case_separator:
    ':'
  | ';'
;

if_chain:
    T_IF '(' expr ')' statement                { $$ = p->List(K::kIf, {p->Node(K::kIfBranch, {$3, $5})}); }
  | if_chain T_ELSEIF '(' expr ')' statement   { $$ = p->Append($1, p->Node(K::kIfBranch, {$4, $6})); }
;

if_statement:
    if_chain %prec NO_ELSE
  | if_chain T_ELSE statement                  { $$ = p->Append($1, p->Node(K::kIfBranch, {nullptr, $3})); }
;

alt_if_chain:
    T_IF '(' expr ')' ':' statements           { $$ = p->List(K::kIf, {p->Node(K::kIfBranch, {$3, $6})}); }
  | alt_if_chain T_ELSEIF '(' expr ')' ':' statements
                                               { $$ = p->Append($1, p->Node(K::kIfBranch, {$4, $7})); }
;

alt_if_statement:
    alt_if_chain T_ENDIF ';'
  | alt_if_chain T_ELSE ':' statements T_ENDIF ';'
                                               { $$ = p->Append($1, p->Node(K::kIfBranch, {nullptr, $4})); }
;

global_variables:
    global_variables ',' global_variable  { $$ = p->Append($1, $3); }
  | global_variable                       { $$ = p->List(K::kStatementList, {$1}); }
;

global_variable:
    simple_variable  { $$ = p->Node(K::kGlobal, {p->Node(K::kVar, {$1})}); }
;

static_variables:
    static_variables ',' static_variable  { $$ = p->Append($1, $3); }
  | static_variable                       { $$ = p->List(K::kStatementList, {$1}); }
;

static_variable:
    T_VARIABLE           { $$ = p->Node(K::kStaticVar, {p->VariableName($1), nullptr}); }
  | T_VARIABLE '=' expr  { $$ = p->Node(K::kStaticVar, {p->VariableName($1), $3}); }
;

echo_list:
    echo_list ',' echo_item  { $$ = p->Append($1, $3); }
  | echo_item                { $$ = p->List(K::kStatementList, {$1}); }
;

echo_item:
    expr  { $$ = p->Node(K::kEcho, {$1}); }
;

// ---- functions ----

function_name:
    T_STRING
  | T_READONLY
;

function_declaration:
    function by_ref function_name doc '(' parameters ')' return_type enter_body '{' statements '}'
      { $$ = p->Function(K::kFunction, $1, $2 ? kFnReturnsRef : 0, $3, $4, $6, nullptr, $11, $8, $9); }
;

parameters:
    some_parameters maybe_comma
  | %empty  { $$ = p->List(K::kParamList); }
;

some_parameters:
    attributed_parameter                      { $$ = p->List(K::kParamList, {$1}); }
  | some_parameters ',' attributed_parameter  { $$ = p->Append($1, $3); }
;

attributed_parameter:
    attributes parameter  { $$ = p->WithAttributes($2, $1); }
  | parameter
;

promotion:
    %empty            { $$ = 0; }
  | member_modifiers  { if (!p->ToFlags($1, ModifierTarget::kParameter, &$$)) YYERROR; }
;

parameter:
    promotion optional_plain_type param_by_ref variadic T_VARIABLE doc optional_hooks
      { $$ = p->Parameter($1, $3, $4, $2, $5, nullptr, $6, $7); }
  | promotion optional_plain_type param_by_ref variadic T_VARIABLE doc '=' expr optional_hooks
      { $$ = p->Parameter($1, $3, $4, $2, $5, $8, $6, $9); }
;

return_type:
    %empty    { $$ = nullptr; }
  | ':' type  { $$ = $2; }
;

// ---- types; the plain forms are those without static ----

optional_plain_type:
    %empty      { $$ = nullptr; }
  | plain_type
;

type:
    simple_type
  | '?' simple_type    { $$ = p->Node(K::kNullableType, {$2}); }
  | union_type
  | intersection_type
;

simple_type:
    plain_simple_type
  | T_STATIC  { $$ = p->Leaf(K::kBuiltinType, BuiltinType::kStatic); }
;

union_member:
    simple_type
  | '(' intersection_type ')'  { $$ = $2; }
;

union_type:
    union_member '|' union_member  { $$ = p->List(K::kUnionType, {$1, $3}); }
  | union_type '|' union_member    { $$ = p->Append($1, $3); }
;

intersection_type:
    simple_type T_AMPERSAND_NOT_FOLLOWED_BY_VAR_OR_VARARG simple_type
      { $$ = p->List(K::kIntersectionType, {$1, $3}); }
  | intersection_type T_AMPERSAND_NOT_FOLLOWED_BY_VAR_OR_VARARG simple_type
      { $$ = p->Append($1, $3); }
;

plain_type:
    plain_simple_type
  | '?' plain_simple_type  { $$ = p->Node(K::kNullableType, {$2}); }
  | plain_union
  | plain_intersection
;

plain_simple_type:
    T_ARRAY     { $$ = p->Leaf(K::kBuiltinType, BuiltinType::kArray); }
  | T_CALLABLE  { $$ = p->Leaf(K::kBuiltinType, BuiltinType::kCallable); }
  | name
;

plain_union_member:
    plain_simple_type
  | '(' plain_intersection ')'  { $$ = $2; }
;

plain_union:
    plain_union_member '|' plain_union_member  { $$ = p->List(K::kUnionType, {$1, $3}); }
  | plain_union '|' plain_union_member         { $$ = p->Append($1, $3); }
;

plain_intersection:
    plain_simple_type T_AMPERSAND_NOT_FOLLOWED_BY_VAR_OR_VARARG plain_simple_type
      { $$ = p->List(K::kIntersectionType, {$1, $3}); }
  | plain_intersection T_AMPERSAND_NOT_FOLLOWED_BY_VAR_OR_VARARG plain_simple_type
      { $$ = p->Append($1, $3); }
;

// ---- classes ----

class_declaration:
    class_modifiers T_CLASS T_STRING parent interfaces doc '{' members '}'
      { $$ = p->Class($2, $1, $3, $6, $4, $5, $8, nullptr); }
  | T_CLASS T_STRING parent interfaces doc '{' members '}'
      { $$ = p->Class($1, 0, $2, $5, $3, $4, $7, nullptr); }
;

class_modifiers:
    class_modifier
  | class_modifiers class_modifier  { if (!p->AddClassModifier($1, $2, &$$)) YYERROR; }
;

anonymous_modifiers:
    class_modifier                      { if (!p->AddAnonymousModifier(0, $1, &$$)) YYERROR; }
  | anonymous_modifiers class_modifier  { if (!p->AddAnonymousModifier($1, $2, &$$)) YYERROR; }
;

class_modifier:
    T_ABSTRACT  { $$ = kModAbstract; }
  | T_FINAL     { $$ = kModFinal; }
  | T_READONLY  { $$ = kModReadonly; }
;

trait_declaration:
    T_TRAIT T_STRING doc '{' members '}'
      { $$ = p->Class($1, kClassTrait, $2, $3, nullptr, nullptr, $5, nullptr); }
;

interface_declaration:
    T_INTERFACE T_STRING parents doc '{' members '}'
      { $$ = p->Class($1, kClassInterface, $2, $4, nullptr, $3, $6, nullptr); }
;

enum_declaration:
    T_ENUM T_STRING backing_type interfaces doc '{' members '}'
      { $$ = p->Class($1, kClassEnum, $2, $5, nullptr, $4, $7, $3); }
;

backing_type:
    %empty    { $$ = nullptr; }
  | ':' type  { $$ = $2; }
;

enum_case:
    T_CASE doc identifier case_value ';'  { $$ = p->Node(K::kEnumCase, {$3, $4, p->Doc($2), nullptr}); }
;

case_value:
    %empty    { $$ = nullptr; }
  | '=' expr  { $$ = $2; }
;

parent:
    %empty                { $$ = nullptr; }
  | T_EXTENDS class_name  { $$ = $2; }
;

parents:
    %empty                 { $$ = nullptr; }
  | T_EXTENDS class_names  { $$ = $2; }
;

interfaces:
    %empty                    { $$ = nullptr; }
  | T_IMPLEMENTS class_names  { $$ = $2; }
;

class_names:
    class_name                  { $$ = p->List(K::kNameList, {$1}); }
  | class_names ',' class_name  { $$ = p->Append($1, $3); }
;

members:
    members member  { $$ = p->Append($1, $2); }
  | %empty          { $$ = p->List(K::kStatementList); }
;

member:
    attributed_member
  | attributes attributed_member       { $$ = p->WithAttributes($2, $1); }
  | T_USE class_names trait_rules      { $$ = p->Node(K::kTraitUse, {$2, $3}); }
;

attributed_member:
    property_modifiers optional_plain_type properties ';'
      { $$ = p->Node(K::kPropertyGroup, {$2, $3, nullptr}, $1); }
  | property_modifiers optional_plain_type hooked_property
      { $$ = p->Node(K::kPropertyGroup, {$2, p->List(K::kPropertyList, {$3}), nullptr}, $1); }
  | constant_modifiers T_CONST class_constants ';'
      { $$ = p->Node(K::kClassConstGroup, {$3, nullptr, nullptr}, $1); }
  | constant_modifiers T_CONST type class_constants ';'
      { $$ = p->Node(K::kClassConstGroup, {$4, nullptr, $3}, $1); }
  | method_modifiers function by_ref keyword_name doc '(' parameters ')' return_type enter_body method_body
      { $$ = p->Function(K::kMethod, $2, $1 | ($3 ? kFnReturnsRef : 0), $4, $5, $7, nullptr, $11, $9, $10); }
  | enum_case
;

trait_rules:
    ';'                       { $$ = nullptr; }
  | '{' '}'                   { $$ = nullptr; }
  | '{' some_trait_rules '}'  { $$ = $2; }
;

some_trait_rules:
    trait_rule                   { $$ = p->List(K::kTraitAdaptationList, {$1}); }
  | some_trait_rules trait_rule  { $$ = p->Append($1, $2); }
;

trait_rule:
    trait_precedence ';'
  | trait_alias ';'
;

trait_precedence:
    qualified_trait_method T_INSTEADOF class_names  { $$ = p->Node(K::kTraitPrecedence, {$1, $3}); }
;

trait_alias:
    trait_method T_AS T_STRING               { $$ = p->Node(K::kTraitAlias, {$1, p->String($3)}); }
  | trait_method T_AS reserved_non_modifier  { if (!p->CheckIdentifier($3)) YYERROR; $$ = p->Node(K::kTraitAlias, {$1, p->String($3)}); }
  | trait_method T_AS member_modifier identifier
      { if (!p->ToFlags($3, ModifierTarget::kMethod, &$3)) YYERROR; $$ = p->Node(K::kTraitAlias, {$1, $4}, $3); }
  | trait_method T_AS member_modifier
      { if (!p->ToFlags($3, ModifierTarget::kMethod, &$3)) YYERROR; $$ = p->Node(K::kTraitAlias, {$1, nullptr}, $3); }
;

trait_method:
    identifier              { $$ = p->Node(K::kMethodReference, {nullptr, $1}); }
  | qualified_trait_method
;

qualified_trait_method:
    class_name T_PAAMAYIM_NEKUDOTAYIM identifier  { $$ = p->Node(K::kMethodReference, {$1, $3}); }
;

method_body:
    ';'                 { $$ = nullptr; }
  | '{' statements '}'  { $$ = $2; }
;

property_modifiers:
    member_modifiers  { if (!p->ToFlags($1, ModifierTarget::kProperty, &$$)) YYERROR; }
  | T_VAR             { $$ = kModPublic; }
;

method_modifiers:
    %empty            { $$ = kModPublic; }
  | member_modifiers  { if (!p->ToFlags($1, ModifierTarget::kMethod, &$$)) YYERROR; if (!($$ & kModVisibilityMask)) $$ |= kModPublic; }
;

constant_modifiers:
    %empty            { $$ = kModPublic; }
  | member_modifiers  { if (!p->ToFlags($1, ModifierTarget::kConstant, &$$)) YYERROR; if (!($$ & kModVisibilityMask)) $$ |= kModPublic; }
;

member_modifiers:
    member_modifier
  | member_modifiers member_modifier  { $$ = AddModifier($1, $2); }
;

member_modifier:
    T_PUBLIC         { $$ = kPublicWord; }
  | T_PROTECTED      { $$ = kProtectedWord; }
  | T_PRIVATE        { $$ = kPrivateWord; }
  | T_PUBLIC_SET     { $$ = kPublicSetWord; }
  | T_PROTECTED_SET  { $$ = kProtectedSetWord; }
  | T_PRIVATE_SET    { $$ = kPrivateSetWord; }
  | T_STATIC         { $$ = kStaticWord; }
  | T_ABSTRACT       { $$ = kAbstractWord; }
  | T_FINAL          { $$ = kFinalWord; }
  | T_READONLY       { $$ = kReadonlyWord; }
;

properties:
    properties ',' property  { $$ = p->Append($1, $3); }
  | property                 { $$ = p->List(K::kPropertyList, {$1}); }
;

property:
    T_VARIABLE doc           { $$ = p->Node(K::kProperty, {p->VariableName($1), nullptr, p->Doc($2), nullptr}); }
  | T_VARIABLE '=' expr doc  { $$ = p->Node(K::kProperty, {p->VariableName($1), $3, p->Doc($4), nullptr}); }
;

hooked_property:
    T_VARIABLE doc '{' hooks '}'
      { $$ = p->Node(K::kProperty, {p->VariableName($1), nullptr, p->Doc($2), $4}); }
  | T_VARIABLE '=' expr doc '{' hooks '}'
      { $$ = p->Node(K::kProperty, {p->VariableName($1), $3, p->Doc($4), $6}); }
;

hooks:
    %empty                 { $$ = p->List(K::kHookList); }
  | hooks hook             { $$ = p->Append($1, $2); }
  | hooks attributes hook  { $$ = p->Append($1, p->WithAttributes($3, $2)); }
;

optional_hooks:
    %empty         { $$ = nullptr; }
  | '{' hooks '}'  { $$ = $2; }
;

hook_modifiers:
    %empty            { $$ = 0; }
  | member_modifiers  { if (!p->ToFlags($1, ModifierTarget::kHook, &$$)) YYERROR; }
;

hook:
    hook_modifiers by_ref T_STRING doc hook_parameters enter_body hook_body
      { $$ = p->Function(K::kPropertyHook, $3, $1 | ($2 ? kFnReturnsRef : 0), $3, $4, $5, nullptr, $7, nullptr, $6); }
;

hook_body:
    ';'                      { $$ = nullptr; }
  | '{' statements '}'       { $$ = $2; }
  | T_DOUBLE_ARROW expr ';'  { $$ = p->Node(K::kShortBody, {$2}); }
;

hook_parameters:
    %empty              { $$ = nullptr; }
  | '(' parameters ')'  { $$ = $2; }
;

class_constants:
    class_constants ',' class_constant_item  { $$ = p->Append($1, $3); }
  | class_constant_item                      { $$ = p->List(K::kClassConstList, {$1}); }
;

class_constant_item:
    T_STRING '=' expr doc       { $$ = p->Node(K::kConstItem, {p->String($1), $3, p->Doc($4)}); }
  | reserved_word '=' expr doc  { if (!p->CheckIdentifier($1)) YYERROR; $$ = p->Node(K::kConstItem, {p->String($1), $3, p->Doc($4)}); }
;

// ---- expressions ----

anonymous_class:
    T_CLASS optional_arguments parent interfaces doc '{' members '}'
      { $$ = p->AnonymousClass($1, 0, $5, $2, $3, $4, $7); }
  | anonymous_modifiers T_CLASS optional_arguments parent interfaces doc '{' members '}'
      { $$ = p->AnonymousClass($2, $1, $6, $3, $4, $5, $8); }
;

// new with its arguments can be dereferenced without parentheses.
new_with_arguments:
    T_NEW class_reference arguments   { $$ = p->Node(K::kNew, {$2, $3}); }
  | T_NEW anonymous_class             { $$ = $2; }
  | T_NEW attributes anonymous_class  { $$ = p->WithAttributes($3, $2); }
;

new_bare:
    T_NEW class_reference  { $$ = p->Node(K::kNew, {$2, p->List(K::kArgList)}); }
;

assign_op:
    T_PLUS_EQUAL    { $$ = static_cast<uint64_t>(BinaryOp::kAdd); }
  | T_MINUS_EQUAL   { $$ = static_cast<uint64_t>(BinaryOp::kSub); }
  | T_MUL_EQUAL     { $$ = static_cast<uint64_t>(BinaryOp::kMul); }
  | T_POW_EQUAL     { $$ = static_cast<uint64_t>(BinaryOp::kPow); }
  | T_DIV_EQUAL     { $$ = static_cast<uint64_t>(BinaryOp::kDiv); }
  | T_CONCAT_EQUAL  { $$ = static_cast<uint64_t>(BinaryOp::kConcat); }
  | T_MOD_EQUAL     { $$ = static_cast<uint64_t>(BinaryOp::kMod); }
  | T_AND_EQUAL     { $$ = static_cast<uint64_t>(BinaryOp::kBitAnd); }
  | T_OR_EQUAL      { $$ = static_cast<uint64_t>(BinaryOp::kBitOr); }
  | T_XOR_EQUAL     { $$ = static_cast<uint64_t>(BinaryOp::kBitXor); }
  | T_SL_EQUAL      { $$ = static_cast<uint64_t>(BinaryOp::kShiftLeft); }
  | T_SR_EQUAL      { $$ = static_cast<uint64_t>(BinaryOp::kShiftRight); }
;

cast_op:
    T_INT_CAST     { $$ = static_cast<uint64_t>(CastType::kInt); }
  | T_DOUBLE_CAST  { $$ = static_cast<uint64_t>(CastType::kFloat); }
  | T_STRING_CAST  { $$ = static_cast<uint64_t>(CastType::kString); }
  | T_ARRAY_CAST   { $$ = static_cast<uint64_t>(CastType::kArray); }
  | T_OBJECT_CAST  { $$ = static_cast<uint64_t>(CastType::kObject); }
  | T_BOOL_CAST    { $$ = static_cast<uint64_t>(CastType::kBool); }
  | T_UNSET_CAST   { $$ = static_cast<uint64_t>(CastType::kNull); }
;

expr:
    variable
  | T_LIST '(' array_items ')' '=' expr  { $$ = p->Node(K::kAssign, {p->WithSyntax($3, ArraySyntax::kList), $6}); }
  | '[' array_items ']' '=' expr         { $$ = p->Node(K::kAssign, {p->WithSyntax($2, ArraySyntax::kShort), $5}); }
  | variable '=' expr                    { $$ = p->Node(K::kAssign, {$1, $3}); }
  | variable '=' ampersand variable      { $$ = p->Node(K::kAssignRef, {$1, $4}); }
  | T_CLONE expr                         { $$ = p->Node(K::kClone, {$2}); }
  | variable assign_op expr %prec T_PLUS_EQUAL
                                         { $$ = p->Node(K::kAssignOp, {$1, $3}, $2); }
  | variable T_COALESCE_EQUAL expr       { $$ = p->Node(K::kAssignCoalesce, {$1, $3}); }
  | variable T_INC                       { $$ = p->Node(K::kPostInc, {$1}); }
  | T_INC variable                       { $$ = p->Node(K::kPreInc, {$2}); }
  | variable T_DEC                       { $$ = p->Node(K::kPostDec, {$1}); }
  | T_DEC variable                       { $$ = p->Node(K::kPreDec, {$2}); }
  | expr T_BOOLEAN_OR expr               { $$ = p->Node(K::kOr, {$1, $3}); }
  | expr T_BOOLEAN_AND expr              { $$ = p->Node(K::kAnd, {$1, $3}); }
  | expr T_LOGICAL_OR expr               { $$ = p->Node(K::kOr, {$1, $3}); }
  | expr T_LOGICAL_AND expr              { $$ = p->Node(K::kAnd, {$1, $3}); }
  | expr T_LOGICAL_XOR expr              { $$ = p->Binary(BinaryOp::kBoolXor, $1, $3); }
  | expr '|' expr                        { $$ = p->Binary(BinaryOp::kBitOr, $1, $3); }
  | expr T_AMPERSAND_NOT_FOLLOWED_BY_VAR_OR_VARARG expr
                                         { $$ = p->Binary(BinaryOp::kBitAnd, $1, $3); }
  | expr T_AMPERSAND_FOLLOWED_BY_VAR_OR_VARARG expr
                                         { $$ = p->Binary(BinaryOp::kBitAnd, $1, $3); }
  | expr '^' expr                        { $$ = p->Binary(BinaryOp::kBitXor, $1, $3); }
  | expr '.' expr                        { $$ = p->Concat($1, $3); }
  | expr '+' expr                        { $$ = p->Binary(BinaryOp::kAdd, $1, $3); }
  | expr '-' expr                        { $$ = p->Binary(BinaryOp::kSub, $1, $3); }
  | expr '*' expr                        { $$ = p->Binary(BinaryOp::kMul, $1, $3); }
  | expr T_POW expr                      { $$ = p->Binary(BinaryOp::kPow, $1, $3); }
  | expr '/' expr                        { $$ = p->Binary(BinaryOp::kDiv, $1, $3); }
  | expr '%' expr                        { $$ = p->Binary(BinaryOp::kMod, $1, $3); }
  | expr T_SL expr                       { $$ = p->Binary(BinaryOp::kShiftLeft, $1, $3); }
  | expr T_SR expr                       { $$ = p->Binary(BinaryOp::kShiftRight, $1, $3); }
  | '+' expr %prec '~'                   { $$ = p->Unary(UnaryOp::kPlus, $2); }
  | '-' expr %prec '~'                   { $$ = p->Unary(UnaryOp::kMinus, $2); }
  | '!' expr                             { $$ = p->Unary(UnaryOp::kBoolNot, $2); }
  | '~' expr                             { $$ = p->Unary(UnaryOp::kBitNot, $2); }
  | expr T_IS_IDENTICAL expr             { $$ = p->Binary(BinaryOp::kIdentical, $1, $3); }
  | expr T_IS_NOT_IDENTICAL expr         { $$ = p->Binary(BinaryOp::kNotIdentical, $1, $3); }
  | expr T_IS_EQUAL expr                 { $$ = p->Binary(BinaryOp::kEqual, $1, $3); }
  | expr T_IS_NOT_EQUAL expr             { $$ = p->Binary(BinaryOp::kNotEqual, $1, $3); }
  | expr '<' expr                        { $$ = p->Binary(BinaryOp::kSmaller, $1, $3); }
  | expr T_IS_SMALLER_OR_EQUAL expr      { $$ = p->Binary(BinaryOp::kSmallerOrEqual, $1, $3); }
  | expr '>' expr                        { $$ = p->Binary(BinaryOp::kGreater, $1, $3); }
  | expr T_IS_GREATER_OR_EQUAL expr      { $$ = p->Binary(BinaryOp::kGreaterOrEqual, $1, $3); }
  | expr T_SPACESHIP expr                { $$ = p->Binary(BinaryOp::kSpaceship, $1, $3); }
  | expr T_INSTANCEOF class_reference    { $$ = p->Node(K::kInstanceof, {$1, $3}); }
  | '(' expr ')'                         { $$ = p->Parenthesized($2); }
  | new_with_arguments
  | new_bare
  | expr '?' expr ':' expr               { $$ = p->Node(K::kConditional, {$1, $3, $5}); }
  | expr '?' ':' expr                    { $$ = p->Node(K::kConditional, {$1, nullptr, $4}); }
  | expr T_COALESCE expr                 { $$ = p->Node(K::kCoalesce, {$1, $3}); }
  | internal_call
  | cast_op expr %prec T_INT_CAST        { $$ = p->Node(K::kCast, {$2}, $1); }
  | T_EXIT optional_arguments            { $$ = p->Exit($2); }
  | '@' expr                             { $$ = p->Node(K::kSilence, {$2}); }
  | scalar
  | '`' backticks '`'                    { $$ = p->Node(K::kShellExec, {$2}); }
  | T_PRINT expr                         { $$ = p->Node(K::kPrint, {$2}); }
  | T_YIELD                              { $$ = p->Yield(nullptr, nullptr); }
  | T_YIELD expr                         { $$ = p->Yield($2, nullptr); }
  | T_YIELD expr T_DOUBLE_ARROW expr     { $$ = p->Yield($4, $2); }
  | T_YIELD_FROM expr                    { $$ = p->YieldFrom($2); }
  | T_THROW expr                         { $$ = p->Node(K::kThrow, {$2}); }
  | inline_function
  | attributes inline_function           { $$ = p->WithAttributes($2, $1); }
  | T_STATIC inline_function             { $$ = p->AddFlags($2, kModStatic); }
  | attributes T_STATIC inline_function  { $$ = p->AddFlags(p->WithAttributes($3, $1), kModStatic); }
  | match
;

inline_function:
    function by_ref doc '(' parameters ')' closure_uses return_type enter_body '{' statements '}'
      { $$ = p->Function(K::kClosure, $1, $2 ? kFnReturnsRef : 0, p->ClosureName(), $3, $5, $7, $11, $8, $9); }
  | fn by_ref doc '(' parameters ')' return_type T_DOUBLE_ARROW enter_body expr %prec ARROW_FUNCTION
      { $$ = p->Function(K::kArrowFunction, $1, $2 ? kFnReturnsRef : 0, p->ClosureName(), $3, $5, nullptr,
                         p->Node(K::kReturn, {$10}), $7, $9); }
;

closure_uses:
    %empty                                    { $$ = nullptr; }
  | T_USE '(' closure_use_list maybe_comma ')'  { $$ = $3; }
;

closure_use_list:
    closure_use_list ',' closure_use  { $$ = p->Append($1, $3); }
  | closure_use                       { $$ = p->List(K::kClosureUseList, {$1}); }
;

closure_use:
    T_VARIABLE            { $$ = p->ClosureUse($1, ReferenceFlag::kByValue); }
  | ampersand T_VARIABLE  { $$ = p->ClosureUse($2, ReferenceFlag::kByReference); }
;

match:
    T_MATCH '(' expr ')' '{' match_arms '}'  { $$ = p->Node(K::kMatch, {$3, $6}); }
;

match_arms:
    %empty                       { $$ = p->List(K::kMatchArmList); }
  | some_match_arms maybe_comma
;

some_match_arms:
    match_arm                      { $$ = p->List(K::kMatchArmList, {$1}); }
  | some_match_arms ',' match_arm  { $$ = p->Append($1, $3); }
;

match_arm:
    match_conditions maybe_comma T_DOUBLE_ARROW expr  { $$ = p->Node(K::kMatchArm, {$1, $4}); }
  | T_DEFAULT maybe_comma T_DOUBLE_ARROW expr         { $$ = p->Node(K::kMatchArm, {nullptr, $4}); }
;

match_conditions:
    expr                       { $$ = p->List(K::kExprList, {$1}); }
  | match_conditions ',' expr  { $$ = p->Append($1, $3); }
;

internal_call:
    T_ISSET '(' isset_list maybe_comma ')'  { $$ = $3; }
  | T_EMPTY '(' expr ')'                    { $$ = p->Node(K::kEmpty, {$3}); }
  | T_INCLUDE expr                          { $$ = p->Include(IncludeKind::kInclude, $2); }
  | T_INCLUDE_ONCE expr                     { $$ = p->Include(IncludeKind::kIncludeOnce, $2); }
  | T_EVAL '(' expr ')'                     { $$ = p->Include(IncludeKind::kEval, $3); }
  | T_REQUIRE expr                          { $$ = p->Include(IncludeKind::kRequire, $2); }
  | T_REQUIRE_ONCE expr                     { $$ = p->Include(IncludeKind::kRequireOnce, $2); }
;

isset_list:
    isset_item
  | isset_list ',' isset_item  { $$ = p->Node(K::kAnd, {$1, $3}); }
;

isset_item:
    expr  { $$ = p->Node(K::kIsset, {$1}); }
;

optional_expr:
    %empty  { $$ = nullptr; }
  | expr
;

// ---- names and calls ----

name:
    T_STRING                { $$ = p->Name($1, NameKind::kUnqualified); }
  | T_NAME_QUALIFIED        { $$ = p->Name($1, NameKind::kUnqualified); }
  | T_NAME_FULLY_QUALIFIED  { $$ = p->Name($1, NameKind::kFullyQualified); }
  | T_NAME_RELATIVE         { $$ = p->Name($1, NameKind::kRelative); }
;

class_name:
    T_STATIC  { $$ = p->StaticName($1); }
  | name
;

class_reference:
    class_name
  | new_variable
  | '(' expr ')'  { $$ = $2; }
;

call:
    name arguments        { $$ = p->Call($1, $2); }
  | T_READONLY arguments  { $$ = p->Call(p->Name($1, NameKind::kUnqualified), $2); }
  | class_name T_PAAMAYIM_NEKUDOTAYIM member_name arguments      { $$ = p->Node(K::kStaticCall, {$1, $3, $4}); }
  | variable_class T_PAAMAYIM_NEKUDOTAYIM member_name arguments  { $$ = p->Node(K::kStaticCall, {$1, $3, $4}); }
  | callee here arguments { $$ = p->Call($1, $3); $$->line = static_cast<uint32_t>($2); }
;

arguments:
    '(' ')'                             { $$ = p->List(K::kArgList); }
  | '(' some_arguments maybe_comma ')'  { $$ = $2; }
  | '(' T_ELLIPSIS ')'                  { $$ = p->Leaf(K::kCallableConvert, 0); }
;

some_arguments:
    argument                     { $$ = p->List(K::kArgList, {$1}); }
  | some_arguments ',' argument  { $$ = p->Append($1, $3); }
;

argument:
    expr
  | identifier ':' expr  { $$ = p->Node(K::kNamedArg, {$1, $3}); }
  | T_ELLIPSIS expr      { $$ = p->Node(K::kUnpack, {$2}); }
;

optional_arguments:
    %empty     { $$ = p->List(K::kArgList); }
  | arguments
;

// ---- literals and constants ----

backticks:
    %empty                     { $$ = p->EmptyString(); }
  | T_ENCAPSED_AND_WHITESPACE
  | encaps_list
;

literal_reference:
    T_ARRAY '(' array_items ')'  { $$ = p->WithSyntax($3, ArraySyntax::kLong); }
  | '[' array_items ']'          { $$ = p->WithSyntax($2, ArraySyntax::kShort); }
  | T_CONSTANT_ENCAPSED_STRING
  | '"' encaps_list '"'          { $$ = $2; }
;

scalar:
    T_LNUMBER
  | T_DNUMBER
  | T_START_HEREDOC T_ENCAPSED_AND_WHITESPACE T_END_HEREDOC  { if (!($$ = p->Heredoc($2))) YYERROR; }
  | T_START_HEREDOC T_END_HEREDOC                            { $$ = p->EmptyString(); }
  | T_START_HEREDOC encaps_list T_END_HEREDOC                { if (!($$ = p->Heredoc($2))) YYERROR; }
  | literal_reference
  | constant
  | class_constant
;

constant:
    name          { $$ = p->Node(K::kConst, {$1}); }
  | T_LINE        { $$ = p->Leaf(K::kMagicConst, MagicConst::kLine); }
  | T_FILE        { $$ = p->Leaf(K::kMagicConst, MagicConst::kFile); }
  | T_DIR         { $$ = p->Leaf(K::kMagicConst, MagicConst::kDir); }
  | T_TRAIT_C     { $$ = p->Leaf(K::kMagicConst, MagicConst::kTrait); }
  | T_METHOD_C    { $$ = p->Leaf(K::kMagicConst, MagicConst::kMethod); }
  | T_FUNC_C      { $$ = p->Leaf(K::kMagicConst, MagicConst::kFunction); }
  | T_PROPERTY_C  { $$ = p->Leaf(K::kMagicConst, MagicConst::kProperty); }
  | T_NS_C        { $$ = p->Leaf(K::kMagicConst, MagicConst::kNamespace); }
  | T_CLASS_C     { $$ = p->Leaf(K::kMagicConst, MagicConst::kClass); }
;

class_constant:
    class_name T_PAAMAYIM_NEKUDOTAYIM identifier         { $$ = p->ClassConstant($1, $3); }
  | variable_class T_PAAMAYIM_NEKUDOTAYIM identifier     { $$ = p->ClassConstant($1, $3); }
  | class_name T_PAAMAYIM_NEKUDOTAYIM '{' expr '}'       { $$ = p->Node(K::kClassConst, {$1, $4}); }
  | variable_class T_PAAMAYIM_NEKUDOTAYIM '{' expr '}'   { $$ = p->Node(K::kClassConst, {$1, $4}); }
;

// ---- variables ----

dereferencable:
    variable
  | '(' expr ')'        { $$ = p->Parenthesized($2); }
  | literal_reference
  | class_constant
  | new_with_arguments
;

object_base:
    dereferencable
  | constant
;

callee:
    callable_variable
  | '(' expr ')'        { $$ = p->Parenthesized($2); }
  | literal_reference
  | new_with_arguments
;

variable_class:
    dereferencable
;

callable_variable:
    simple_variable                                         { $$ = p->Node(K::kVar, {$1}); }
  | object_base '[' optional_expr ']'                       { $$ = p->Node(K::kDim, {$1, $3}); }
  | object_base T_OBJECT_OPERATOR property_name arguments   { $$ = p->Node(K::kMethodCall, {$1, $3, $4}); }
  | object_base T_NULLSAFE_OBJECT_OPERATOR property_name arguments
                                                            { $$ = p->Node(K::kNullsafeMethodCall, {$1, $3, $4}); }
  | call
;

variable:
    callable_variable
  | static_property
  | object_base T_OBJECT_OPERATOR property_name           { $$ = p->Node(K::kProp, {$1, $3}); }
  | object_base T_NULLSAFE_OBJECT_OPERATOR property_name  { $$ = p->Node(K::kNullsafeProp, {$1, $3}); }
;

// The name of a variable: a kString, or the expression that gives it.
simple_variable:
    T_VARIABLE           { $$ = p->VariableName($1); }
  | '$' '{' expr '}'     { $$ = $3; }
  | '$' simple_variable  { $$ = p->Node(K::kVar, {$2}); }
;

static_property:
    class_name T_PAAMAYIM_NEKUDOTAYIM simple_variable      { $$ = p->Node(K::kStaticProp, {$1, $3}); }
  | variable_class T_PAAMAYIM_NEKUDOTAYIM simple_variable  { $$ = p->Node(K::kStaticProp, {$1, $3}); }
;

new_variable:
    simple_variable                                        { $$ = p->Node(K::kVar, {$1}); }
  | new_variable '[' optional_expr ']'                     { $$ = p->Node(K::kDim, {$1, $3}); }
  | new_variable T_OBJECT_OPERATOR property_name           { $$ = p->Node(K::kProp, {$1, $3}); }
  | new_variable T_NULLSAFE_OBJECT_OPERATOR property_name  { $$ = p->Node(K::kNullsafeProp, {$1, $3}); }
  | class_name T_PAAMAYIM_NEKUDOTAYIM simple_variable      { $$ = p->Node(K::kStaticProp, {$1, $3}); }
  | new_variable T_PAAMAYIM_NEKUDOTAYIM simple_variable    { $$ = p->Node(K::kStaticProp, {$1, $3}); }
;

member_name:
    identifier
  | '{' expr '}'     { $$ = $2; }
  | simple_variable  { $$ = p->Node(K::kVar, {$1}); }
;

property_name:
    T_STRING         { $$ = p->String($1); }
  | '{' expr '}'     { $$ = $2; }
  | simple_variable  { $$ = p->Node(K::kVar, {$1}); }
;

// ---- arrays and patterns ----

array_items:
    some_array_items  { $$ = p->TrimArray($1); }
;

maybe_array_item:
    %empty      { $$ = nullptr; }
  | array_item
;

some_array_items:
    some_array_items ',' maybe_array_item  { $$ = p->Append($1, $3); }
  | maybe_array_item                       { $$ = p->List(K::kArray, {$1}); }
;

array_item:
    expr T_DOUBLE_ARROW expr                { $$ = p->Node(K::kArrayItem, {$3, $1}); }
  | expr                                    { $$ = p->Node(K::kArrayItem, {$1, nullptr}); }
  | expr T_DOUBLE_ARROW ampersand variable  { $$ = p->Node(K::kArrayItem, {$4, $1}, 1); }
  | ampersand variable                      { $$ = p->Node(K::kArrayItem, {$2, nullptr}, 1); }
  | T_ELLIPSIS expr                         { $$ = p->Node(K::kUnpack, {$2}); }
  | expr T_DOUBLE_ARROW T_LIST '(' array_items ')'
      { $$ = p->Node(K::kArrayItem, {p->WithSyntax($5, ArraySyntax::kList), $1}); }
  | T_LIST '(' array_items ')'
      { $$ = p->Node(K::kArrayItem, {p->WithSyntax($3, ArraySyntax::kList), nullptr}); }
;

// ---- variables within quotes ----

encaps_list:
    encaps_list encaps_variable                { $$ = p->Append($1, $2); }
  | encaps_list T_ENCAPSED_AND_WHITESPACE      { $$ = p->Append($1, $2); }
  | encaps_variable                            { $$ = p->List(K::kEncapsList, {$1}); }
  | T_ENCAPSED_AND_WHITESPACE encaps_variable  { $$ = p->List(K::kEncapsList, {$1, $2}); }
;

encaps_variable:
    T_VARIABLE                             { $$ = p->Variable($1); }
  | T_VARIABLE '[' encaps_offset ']'       { $$ = p->Node(K::kDim, {p->Variable($1), $3}); }
  | T_VARIABLE T_OBJECT_OPERATOR T_STRING  { $$ = p->Node(K::kProp, {p->Variable($1), p->String($3)}); }
  | T_VARIABLE T_NULLSAFE_OBJECT_OPERATOR T_STRING
                                           { $$ = p->Node(K::kNullsafeProp, {p->Variable($1), p->String($3)}); }
  | T_DOLLAR_OPEN_CURLY_BRACES expr '}'    { p->NoteDollarBrace(true); $$ = p->Node(K::kVar, {$2}); }
  | T_DOLLAR_OPEN_CURLY_BRACES T_STRING_VARNAME '}'
                                           { p->NoteDollarBrace(false); $$ = p->Node(K::kVar, {p->String($2)}); }
  | T_DOLLAR_OPEN_CURLY_BRACES T_STRING_VARNAME '[' expr ']' '}'
                                           { p->NoteDollarBrace(false); $$ = p->Node(K::kDim, {p->Node(K::kVar, {p->String($2)}), $4}); }
  | T_CURLY_OPEN variable '}'              { $$ = $2; }
;

encaps_offset:
    T_STRING          { $$ = p->String($1); }
  | T_NUM_STRING
  | '-' T_NUM_STRING  { $$ = p->NegativeOffset($2); }
  | T_VARIABLE        { $$ = p->Variable($1); }
;

%%

// Bison reports up to this many expected tokens, or none if there are more.
constexpr int kMostExpected = 4;

static int yyreport_syntax_error(const yypcontext_t* context, ParserContext* p) {
  yysymbol_kind_t expected[kMostExpected];
  int count = yypcontext_expected_tokens(context, expected, kMostExpected);
  const char* names[kMostExpected];
  for (int i = 0; i < count; i++) names[i] = yysymbol_name(expected[i]);
  yysymbol_kind_t found = yypcontext_token(context);
  const char* found_name = found == YYSYMBOL_YYEMPTY ? nullptr : yysymbol_name(found);
  p->UnexpectedToken(found_name, {names, static_cast<size_t>(count)});
  return 0;
}
