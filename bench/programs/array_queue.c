#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { kSize = 80 };
static char maze[kSize][kSize];
static int distance[kSize * kSize], queue[kSize * kSize];

int main(int argc, char** argv) {
  int n = atoi(argv[1]);
  long reached = 0, total = 0;
  static const int steps[4][2] = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}};
  for (int i = 1; i <= n; i++) {
    long seed = i * 31;
    for (int y = 0; y < kSize; y++) {
      for (int x = 0; x < kSize; x++) {
        seed = seed * 16807 % 2147483647;
        maze[y][x] = seed % 10 < 3 ? '#' : '.';
      }
    }
    maze[0][0] = '.';
    memset(distance, -1, sizeof distance);
    distance[0] = 0;
    queue[0] = 0;
    int head = 0, tail = 1, far = 0;
    while (head < tail) {
      int at = queue[head++], x = at % kSize, y = at / kSize, next = distance[at] + 1;
      for (int s = 0; s < 4; s++) {
        int nx = x + steps[s][0], ny = y + steps[s][1];
        if (nx < 0 || ny < 0 || nx >= kSize || ny >= kSize || maze[ny][nx] == '#') continue;
        int cell = ny * kSize + nx;
        if (distance[cell] >= 0) continue;
        distance[cell] = next;
        if (next > far) far = next;
        queue[tail++] = cell;
      }
    }
    reached += tail;
    total += far;
  }
  printf("array_queue %ld %ld\n", reached, total);
  return 0;
}
