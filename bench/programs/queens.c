#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  int size, solutions;
  char columns[16], rising[32], falling[32];
} Board;

static void mark(Board* b, int row, int column, char taken) {
  b->columns[column] = taken;
  b->rising[row + column] = taken;
  b->falling[row - column + b->size] = taken;
}

static void place(Board* b, int row) {
  if (row == b->size) {
    b->solutions++;
    return;
  }
  for (int column = 0; column < b->size; column++) {
    if (b->columns[column] || b->rising[row + column] || b->falling[row - column + b->size]) continue;
    mark(b, row, column, 1);
    place(b, row + 1);
    mark(b, row, column, 0);
  }
}

int main(int argc, char** argv) {
  long n = atol(argv[1]), sum = 0;
  for (long i = 0; i < n; i++) {
    Board board;
    memset(&board, 0, sizeof board);
    board.size = 7 - (int)(i % 2);
    place(&board, 0);
    sum += board.solutions;
  }
  printf("queens %ld\n", sum);
  return 0;
}
