#include <stdio.h>
#include <stdlib.h>

typedef struct {
  long left, sum;
} Task;

int main(int argc, char** argv) {
  long n = atol(argv[1]), sum = 0, total = 0;
  for (long i = 0; i < n; i++) sum = (sum * 7 + i * 3 % 1021 + i) % 1000003;
  Task tasks[50];
  int alive = 50;
  for (int i = 0; i < 50; i++) tasks[i] = (Task){n / 50 + i % 3, 0};
  for (long round = 1; alive > 0; round++) {
    int left = 0;
    for (int i = 0; i < alive; i++) {
      Task task = tasks[i];
      task.sum = (task.sum + round % 16) % 1000003;
      if (--task.left > 0) {
        tasks[left++] = task;
      } else {
        total = (total + task.sum) % 1000003;
      }
    }
    alive = left;
  }
  printf("generator_by_hand %ld %ld\n", sum, total);
}
