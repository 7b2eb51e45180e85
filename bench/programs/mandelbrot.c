#include <stdio.h>
#include <stdlib.h>

static long mandelbrot(int size) {
  long total = 0;
  for (int y = 0; y < size; y++) {
    double ci = 2.0 * y / size - 1.0;
    for (int x = 0; x < size; x++) {
      double cr = 3.0 * x / size - 2.0, zr = 0, zi = 0;
      int i = 0;
      while (i < 100 && zr * zr + zi * zi < 4.0) {
        double t = zr * zr - zi * zi + cr;
        zi = 2.0 * zr * zi + ci;
        zr = t;
        i++;
      }
      total += i;
    }
  }
  return total;
}

int main(int argc, char** argv) {
  printf("mandelbrot %ld\n", mandelbrot(atoi(argv[1])));
  return 0;
}
