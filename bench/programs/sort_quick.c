#include <stdio.h>
#include <stdlib.h>

static void quicksort(long* a, long left, long right) {
  while (left < right) {
    long i = left, j = right, pivot = a[(left + right) >> 1];
    while (i <= j) {
      while (a[i] < pivot) i++;
      while (a[j] > pivot) j--;
      if (i <= j) {
        long t = a[i];
        a[i++] = a[j];
        a[j--] = t;
      }
    }
    if (j - left < right - i) {
      quicksort(a, left, j);
      left = i;
    } else {
      quicksort(a, i, right);
      right = j;
    }
  }
}

int main(int argc, char** argv) {
  long n = atol(argv[1]), seed = 7, check = 0;
  long* a = malloc(n * sizeof *a);
  for (long i = 0; i < n; i++) {
    seed = seed * 16807 % 2147483647;
    a[i] = seed % 1000000;
  }
  quicksort(a, 0, n - 1);
  for (long i = 0; i < n; i++) {
    if (i > 0 && a[i - 1] > a[i]) return 1;
    check = (check * 31 + a[i]) % 1000003;
  }
  printf("sort_quick %ld\n", check);
  return 0;
}
