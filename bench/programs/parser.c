#include <stdio.h>
#include <stdlib.h>

typedef struct Expr {
  char op;  // 'n' number, 'v' variable, '~' negation, or an operator
  double value;
  struct Expr *left, *right;
} Expr;

static const char* at;

static Expr* make(char op, double value, Expr* left, Expr* right) {
  Expr* e = malloc(sizeof *e);
  *e = (Expr){op, value, left, right};
  return e;
}

static char peek(void) {
  while (*at == ' ') at++;
  return *at;
}

static Expr* sum(void);

static Expr* factor(void) {
  char c = peek();
  if (c == '(') {
    at++;
    Expr* inner = sum();
    peek();
    at++;
    return inner;
  }
  if (c == '-') {
    at++;
    return make('~', 0, factor(), NULL);
  }
  if (c >= 'a' && c <= 'z') {
    at++;
    return make('v', c - 'x', NULL, NULL);
  }
  char* end;
  double value = strtod(at, &end);
  at = end;
  return make('n', value, NULL, NULL);
}

static Expr* product(void) {
  Expr* left = factor();
  for (char op; (op = peek()) == '*' || op == '/';) {
    at++;
    left = make(op, 0, left, factor());
  }
  return left;
}

static Expr* sum(void) {
  Expr* left = product();
  for (char op; (op = peek()) == '+' || op == '-';) {
    at++;
    left = make(op, 0, left, product());
  }
  return left;
}

static double evaluate(const Expr* e, const double* variables) {
  switch (e->op) {
    case 'n': return e->value;
    case 'v': return variables[(int)e->value];
    case '~': return -evaluate(e->left, variables);
  }
  double l = evaluate(e->left, variables), r = evaluate(e->right, variables);
  switch (e->op) {
    case '+': return l + r;
    case '-': return l - r;
    case '*': return l * r;
    default: return r == 0 ? 0 : l / r;
  }
}

static void drop(Expr* e) {
  if (!e) return;
  drop(e->left);
  drop(e->right);
  free(e);
}

int main(int argc, char** argv) {
  static const char* const sources[] = {
      "1 + 2 * 3 - x / 4",
      "(x + y) * (x - y) / (z + 1.5)",
      "-(2 * x * x - 3 * (y + 4 * (z - 5.25))) / (1 + x)",
      "x * x * x + 3 * x * x * y + 3 * x * y * y + y * y * y",
      "((((1 + x) * 2 + y) * 3 + z) * 4 - 100) / 7",
  };
  int n = atoi(argv[1]);
  double total = 0;
  for (int i = 0; i < n; i++) {
    for (int s = 0; s < 5; s++) {
      at = sources[s];
      Expr* tree = sum();
      for (int x = 1; x <= 3; x++) total += evaluate(tree, (double[]){x, i % 10, 2.5});
      drop(tree);
    }
  }
  printf("parser %.4f\n", total);
  return 0;
}
