#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t k[64], start[8];

static uint32_t fraction(double x) { return (uint32_t)((x - floor(x)) * 4294967296.0); }
static uint32_t rotate(uint32_t x, int by) { return x >> by | x << (32 - by); }

static void hash(const char* text, char* hex) {
  unsigned char message[256] = {0};
  size_t length = strlen(text), padded = (length + 8) / 64 * 64 + 64;
  memcpy(message, text, length);
  message[length] = 0x80;
  for (int i = 0; i < 4; i++) message[padded - 1 - i] = (unsigned char)(length * 8 >> 8 * i);
  uint32_t state[8];
  memcpy(state, start, sizeof state);
  for (size_t offset = 0; offset < padded; offset += 64) {
    uint32_t w[64];
    for (int i = 0; i < 16; i++) {
      const unsigned char* at = message + offset + i * 4;
      w[i] = (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
    }
    for (int i = 16; i < 64; i++) {
      uint32_t s0 = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ (w[i - 15] >> 3);
      uint32_t s1 = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ (w[i - 2] >> 10);
      w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
    for (int i = 0; i < 64; i++) {
      uint32_t t1 = h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + k[i] + w[i];
      uint32_t t2 = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      h = g, g = f, f = e, e = d + t1, d = c, c = b, b = a, a = t1 + t2;
    }
    uint32_t sums[8] = {a, b, c, d, e, f, g, h};
    for (int i = 0; i < 8; i++) state[i] += sums[i];
  }
  for (int i = 0; i < 8; i++) sprintf(hex + i * 8, "%08x", state[i]);
}

int main(int argc, char** argv) {
  int found = 0;
  for (int p = 2; found < 64; p++) {
    int d = 2;
    while (d * d <= p && p % d != 0) d++;
    if (d * d <= p) continue;
    if (found < 8) start[found] = fraction(sqrt(p));
    k[found++] = fraction(pow(p, 1.0 / 3));
  }
  char digest[65] = "", text[128];
  int n = atoi(argv[1]);
  for (int i = 0; i < n; i++) {
    snprintf(text, sizeof text, "%s%d", digest, i);
    hash(text, digest);
  }
  printf("sha256 %s\n", digest);
  return 0;
}
