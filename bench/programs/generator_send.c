#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int next(const char* text, size_t length, size_t* at, long* token) {
  while (*at < length && text[*at] == ' ') ++*at;
  if (*at >= length) return 0;
  char c = text[*at];
  if (c >= '0' && c <= '9') {
    long number = 0;
    while (*at < length && text[*at] >= '0' && text[*at] <= '9') number = number * 10 + text[(*at)++] - '0';
    *token = number;
  } else {
    ++*at;
    *token = -c;
  }
  return 1;
}

int main(int argc, char** argv) {
  const char* text = "12 + 345*6 #zz - 78/9 + (10 - 2)*3 #q7 ";
  size_t length = strlen(text);
  long n = atol(argv[1]), sum = 0, count = 0;
  for (long i = 0; i < n; i++) {
    size_t at = 0;
    long token;
    while (next(text, length, &at, &token)) {
      sum = (sum * 7 + token + 1000) % 1000003;
      count++;
      if (token == -35) at += 2;
    }
  }
  printf("generator_send %ld %ld\n", count, sum);
}
