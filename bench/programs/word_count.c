#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { kSlots = 64 };
typedef struct {
  char word[8];
  long count;
} Entry;

static int by_count(const void* a, const void* b) {
  const Entry *x = a, *y = b;
  if (x->count != y->count) return x->count > y->count ? -1 : 1;
  return strcmp(x->word, y->word);
}

int main(int argc, char** argv) {
  static const char* const vocabulary[] = {"the", "Quick", "brown", "fox", "jumps", "over", "a", "lazy", "dog",
                                           "And", "runs", "away", "from", "their", "House", "of", "cards"};
  char* text = malloc(8000 * 10);
  size_t length = 0;
  long seed = 9, check = 0;
  for (int i = 0; i < 8000; i++) {
    seed = seed * 16807 % 2147483647;
    length += sprintf(text + length, "%s%s", vocabulary[seed % 17], seed % 11 == 0 ? ".\n" : (seed % 13 == 0 ? ", " : " "));
  }
  int n = atoi(argv[1]);
  for (int i = 0; i < n; i++) {
    Entry entries[kSlots] = {{"", 0}};
    int used = 0;
    for (size_t p = 0; p < length;) {
      char word[8];
      size_t w = 0;
      while (p < length && isalpha((unsigned char)text[p])) word[w++] = (char)tolower((unsigned char)text[p++]);
      word[w] = 0;
      if (w == 0) {
        p++;
        continue;
      }
      int e = 0;
      while (e < used && strcmp(entries[e].word, word) != 0) e++;
      if (e == used) strcpy(entries[used++].word, word);
      entries[e].count++;
    }
    qsort(entries, used, sizeof *entries, by_count);
    for (int e = 0; e < used; e++) check = (check + (e + 1) * entries[e].count * (long)strlen(entries[e].word)) % 1000003;
  }
  printf("word_count %ld\n", check);
  return 0;
}
