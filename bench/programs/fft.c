#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { kSize = 1024 };
static double re[kSize], im[kSize];

static void swap(double* a, int i, int j) {
  double t = a[i];
  a[i] = a[j];
  a[j] = t;
}

static void fft(void) {
  for (int i = 1, j = 0; i < kSize; i++) {
    int bit = kSize >> 1;
    while (j & bit) {
      j ^= bit;
      bit >>= 1;
    }
    j ^= bit;
    if (i < j) {
      swap(re, i, j);
      swap(im, i, j);
    }
  }
  for (int length = 2; length <= kSize; length <<= 1) {
    double angle = -2.0 * M_PI / length, step_re = cos(angle), step_im = sin(angle);
    int half = length >> 1;
    for (int start = 0; start < kSize; start += length) {
      double wr = 1, wi = 0;
      for (int k = start; k < start + half; k++) {
        int m = k + half;
        double tr = re[m] * wr - im[m] * wi, ti = re[m] * wi + im[m] * wr;
        re[m] = re[k] - tr;
        im[m] = im[k] - ti;
        re[k] += tr;
        im[k] += ti;
        double t = wr * step_re - wi * step_im;
        wi = wr * step_im + wi * step_re;
        wr = t;
      }
    }
  }
}

int main(int argc, char** argv) {
  int n = atoi(argv[1]);
  double sum = 0;
  for (int round = 0; round < n; round++) {
    for (int i = 0; i < kSize; i++) {
      re[i] = (i * 37 + round) % 101 / 101.0;
      im[i] = 0;
    }
    fft();
    sum += fabs(re[3]) + fabs(im[5]) + fabs(re[512]);
  }
  printf("fft %.6f\n", sum);
  return 0;
}
