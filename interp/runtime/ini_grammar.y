// The grammar of INI text for bison: what the tokens of IniScanner mean together. Which tokens an error calls
// "expected" follows from the tables built of these rules, so their shape is part of the behaviour.

%require "3.8"
%define api.pure full
%define api.prefix {tusk_ini_}
%define parse.error detailed
%define api.value.type {tusk::IniIndex}
%param { tusk::IniScanner* s }
%expect 0

%code requires {
#include "interp/runtime/ini_scanner.h"
}

%code {
#define YYMAXDEPTH 10000

using tusk::IniIndex;

static int tusk_ini_lex(IniIndex* value, tusk::IniScanner* s) { return s->Next(value); }
static void tusk_ini_error(tusk::IniScanner* s, const char* message) { s->error = message; }
}

%token END 0 "end of file"
%token TC_SECTION TC_RAW TC_CONSTANT TC_NUMBER TC_STRING TC_WHITESPACE TC_LABEL TC_OFFSET TC_DOLLAR_CURLY
%token TC_VARNAME TC_QUOTED_STRING TC_FALLBACK BOOL_TRUE BOOL_FALSE NULL_NULL END_OF_LINE
%token '=' '"' '^' '$' '~' '{' '}'
%left '|' '&' '^'
%precedence '~' '!'

%%

lines:
    %empty
  | lines line
  ;

line:
    TC_SECTION name ']' { s->reader.Section(s->Text($name)); }
  | TC_LABEL '=' value { s->reader.Entry(s->Text($1), &s->items[$value]); }
  | TC_OFFSET key ']' '=' value { s->reader.Element(s->Text($1), s->Text($key), s->items[$value]); }
  | TC_LABEL { s->reader.Entry(s->Text($1), nullptr); }
  | END_OF_LINE
  ;

name:
    %empty { $$ = s->New(""); }
  | name_pieces
  ;

key:
    %empty { $$ = s->New(""); }
  | pieces
  ;

value:
    expression
  | BOOL_TRUE
  | BOOL_FALSE
  | NULL_NULL
  | END_OF_LINE { $$ = s->New(""); }
  ;

expression:
    pieces
  | expression '|' expression { $$ = s->Operate('|', $1, $3); }
  | expression '&' expression { $$ = s->Operate('&', $1, $3); }
  | expression '^' expression { $$ = s->Operate('^', $1, $3); }
  | '~' expression { $$ = s->Operate('~', $2); }
  | '!' expression { $$ = s->Operate('!', $2); }
  | '(' expression ')' { $$ = $2; }
  ;

pieces:
    piece
  | pieces piece { $$ = s->Join($1, $2); }
  ;

piece:
    variable
  | TC_CONSTANT { $$ = s->Constant($1); }
  | literal
  | '"' quoted '"' { $$ = $2; }
  ;

name_pieces:
    name_piece
  | name_pieces name_piece { $$ = s->Join($1, $2); }
  ;

name_piece:
    variable
  | TC_CONSTANT
  | literal
  | '"' quoted '"' { $$ = $2; }
  ;

literal:
    TC_RAW
  | TC_NUMBER
  | TC_STRING
  | TC_WHITESPACE
  ;

quoted:
    %empty { $$ = s->New(""); }
  | quoted variable { $$ = s->Join($1, $2); }
  | quoted TC_QUOTED_STRING { $$ = s->Join($1, $2); }
  ;

variable:
    TC_DOLLAR_CURLY TC_VARNAME '}' { $$ = s->Variable($2, nullptr); }
  | TC_DOLLAR_CURLY TC_VARNAME TC_FALLBACK fallback '}' { $$ = s->Variable($2, &$fallback); }
  ;

fallback:
    %empty { $$ = s->New(""); }
  | fallback_pieces
  ;

fallback_pieces:
    fallback_piece
  | fallback_pieces fallback_piece { $$ = s->Join($1, $2); }
  ;

fallback_piece:
    variable
  | TC_CONSTANT { $$ = s->Constant($1); }
  | literal
  | '"' quoted '"' { $$ = $2; }
  ;

%%

namespace tusk {

bool ParseIni(std::string_view text, IniMode mode, std::string_view file, IniReader& reader, std::string* error) {
  IniScanner scanner(text, mode, reader);
  if (tusk_ini_parse(&scanner) == 0) return true;
  *error = scanner.error + " in " + std::string(file) + " on line " + std::to_string(scanner.line) + "\n";
  return false;
}

}  // namespace tusk
