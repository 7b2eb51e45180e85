#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum Kind { kKeyword, kName, kNumber, kString, kOp, kEnd };

static int is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

static int is_keyword(const char* p, size_t n) {
  static const char* const words[] = {"if", "else", "while", "return", "function", "var"};
  for (int i = 0; i < 6; i++)
    if (strlen(words[i]) == n && memcmp(words[i], p, n) == 0) return 1;
  return 0;
}

static enum Kind next(const char** at, long* amount) {
  const char* p = *at;
  while (*p == ' ' || *p == '\n') p++;
  enum Kind kind = kOp;
  const char* start = p;
  if (*p == 0) {
    return kEnd;
  } else if ((*p >= 'a' && *p <= 'z') || *p == '_') {
    while (is_word(*p)) p++;
    *amount = p - start;
    kind = is_keyword(start, p - start) ? kKeyword : kName;
  } else if (*p >= '0' && *p <= '9') {
    *amount = 0;
    while (*p >= '0' && *p <= '9') *amount = *amount * 10 + *p++ - '0';
    kind = kNumber;
  } else if (*p == '"') {
    while (*++p && *p != '"') {
    }
    *amount = p - start - 1;
    p++;
    kind = kString;
  } else {
    p++;
    if (*start == '=' && *p == '=') p++;
    *amount = p - start;
  }
  *at = p;
  return kind;
}

int main(int argc, char** argv) {
  static const char piece[] =
      "function fact_1(n) { if (n == 0) { return 1; } else { return n * fact_1(n - 1); } }\nvar message = \"hello world\"; while (x == 1024) { x = x + 42; }\n";
  char* source = calloc(15, sizeof piece);
  for (int i = 0; i < 15; i++) strcat(source, piece);
  long sums[5] = {0};
  int n = atoi(argv[1]);
  for (int i = 0; i < n; i++) {
    const char* at = source;
    long amount = 0;
    enum Kind kind;
    while ((kind = next(&at, &amount)) != kEnd) sums[kind] += amount;
  }
  printf("tokenizer %ld %ld %ld %ld %ld\n", sums[0], sums[1], sums[2], sums[3], sums[4]);
  return 0;
}
