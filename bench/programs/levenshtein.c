#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int min(int a, int b) { return a < b ? a : b; }

static int distance(const char* a, const char* b) {
  int rows[2][32], *previous = rows[0], *row = rows[1];
  int la = (int)strlen(a), lb = (int)strlen(b);
  for (int j = 0; j <= lb; j++) previous[j] = j;
  for (int i = 0; i < la; i++) {
    row[0] = i + 1;
    for (int j = 0; j < lb; j++)
      row[j + 1] = min(previous[j] + (a[i] != b[j]), min(previous[j + 1] + 1, row[j] + 1));
    int* t = previous;
    previous = row;
    row = t;
  }
  return previous[lb];
}

int main(int argc, char** argv) {
  static char words[100][20];
  long n = atol(argv[1]), seed = 5, sum = 0;
  for (int i = 0; i < 100; i++) {
    for (int j = 0; j < 10 + i % 7; j++) {
      seed = seed * 16807 % 2147483647;
      words[i][j] = (char)(97 + seed % 6);
    }
  }
  for (long i = 0; i < n; i++) sum += distance(words[i % 100], words[i * 7 % 93]);
  printf("levenshtein %ld\n", sum);
  return 0;
}
