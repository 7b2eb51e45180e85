#include <stdio.h>
#include <stdlib.h>

enum { kOrders = 1500, kCustomers = 40 };
typedef struct {
  long id, customer, quantity;
  double price, net, gross;
  int paid;
} Order;
typedef struct {
  long count;
  double open, gross;
} Sum;

static Order orders[kOrders], totals[kOrders];

int main(int argc, char** argv) {
  int n = atoi(argv[1]);
  long seed = 3;
  for (int i = 0; i < kOrders; i++) {
    seed = seed * 16807 % 2147483647;
    orders[i] = (Order){i, seed % 40, seed % 9 + 1, (seed % 10000) / 100.0, 0, 0, seed % 3 != 0};
  }
  double check = 0;
  for (int round = 0; round < n; round++) {
    double tax = 0.05 + round / 1000.0;
    for (int i = 0; i < kOrders; i++) {
      totals[i] = orders[i];
      totals[i].net = orders[i].quantity * orders[i].price;
      totals[i].gross = totals[i].net * (1 + tax);
    }
    Sum sums[kCustomers] = {{0}};
    int sequence[kCustomers], seen = 0;
    for (int i = 0; i < kOrders; i++) {
      Sum* s = &sums[totals[i].customer];
      if (s->count++ == 0) sequence[seen++] = (int)totals[i].customer;
      s->gross += totals[i].gross;
      if (!totals[i].paid) s->open += totals[i].gross;
    }
    for (int i = 0; i < seen; i++) {
      Sum* s = &sums[sequence[i]];
      check += s->open / s->count + s->gross * (sequence[i] % 3);
    }
  }
  printf("records %.4f\n", check);
  return 0;
}
