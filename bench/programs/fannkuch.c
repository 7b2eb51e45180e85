#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { kMost = 16 };

static long fannkuch(int size, long* max_flips) {
  int perm[kMost], p[kMost], count[kMost] = {0};
  for (int i = 0; i < size; i++) perm[i] = i;
  long max = 0, checksum = 0, nr = 0;
  int r = size;
  for (;;) {
    while (r != 1) {
      count[r - 1] = r;
      r--;
    }
    memcpy(p, perm, sizeof p);
    int flips = 0, k;
    while ((k = p[0]) != 0) {
      for (int i = 0, j = k; i < j; i++, j--) {
        int t = p[i];
        p[i] = p[j];
        p[j] = t;
      }
      flips++;
    }
    if (flips > max) max = flips;
    checksum += nr++ % 2 == 0 ? flips : -flips;
    for (;;) {
      if (r == size) {
        *max_flips = max;
        return checksum;
      }
      int first = perm[0];
      for (int i = 0; i < r; i++) perm[i] = perm[i + 1];
      perm[r] = first;
      if (--count[r] > 0) break;
      r++;
    }
  }
}

int main(int argc, char** argv) {
  int n = atoi(argv[1]);
  long sum = 0;
  for (int i = 0; i < n; i++) {
    long max, checksum = fannkuch(8, &max);
    sum += checksum * (i + 1) + max;
  }
  printf("fannkuch %ld\n", sum);
  return 0;
}
