#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { kUsers = 2000, kSlots = 8192 };
typedef struct {
  char name[16];
  long id, visits, score;
} User;
static User users[kUsers];
static User* slots[kSlots];

static User** find(const char* name) {
  unsigned h = 5381;
  for (const char* p = name; *p; p++) h = h * 33 + (unsigned char)*p;
  h %= kSlots;
  while (slots[h] && strcmp(slots[h]->name, name) != 0) h = (h + 1) % kSlots;
  return &slots[h];
}

int main(int argc, char** argv) {
  long n = atol(argv[1]), seed = 11, missing = 0, sum = 0;
  for (long i = 0; i < kUsers; i++) {
    snprintf(users[i].name, sizeof users[i].name, "user%ld", i * 7919 % 10007);
    users[i].id = i;
    users[i].score = i % 17;
    *find(users[i].name) = &users[i];
  }
  for (long i = 0; i < n; i++) {
    seed = seed * 16807 % 2147483647;
    char guest[16];
    const char* name = users[seed % kUsers].name;
    if (i % 10 == 0) {
      snprintf(guest, sizeof guest, "guest%ld", seed % 5000);
      name = guest;
    }
    User* user = *find(name);
    if (!user) {
      missing++;
      continue;
    }
    user->visits++;
    user->score += user->id % 5;
  }
  for (int i = 0; i < kUsers; i++)
    sum = (sum + (long)strlen(users[i].name) * users[i].visits + users[i].score * users[i].id) % 1000003;
  printf("string_keys %ld %ld\n", missing, sum);
  return 0;
}
