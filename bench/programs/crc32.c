#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t table[256];

static uint32_t crc(const char* data, size_t length) {
  uint32_t c = 0xFFFFFFFF;
  for (size_t i = 0; i < length; i++) c = table[(c ^ (unsigned char)data[i]) & 0xFF] ^ (c >> 8);
  return c ^ 0xFFFFFFFF;
}

int main(int argc, char** argv) {
  for (uint32_t i = 0; i < 256; i++) {
    uint32_t c = i;
    for (int k = 0; k < 8; k++) c = c & 1 ? 0xEDB88320 ^ (c >> 1) : c >> 1;
    table[i] = c;
  }
  static char text[45 * 300 + 32];
  for (int i = 0; i < 300; i++) strcat(text, "The quick brown fox jumps over the lazy dog. ");
  size_t length = strlen(text);
  uint32_t combined = 0;
  int n = atoi(argv[1]);
  for (int i = 0; i < n; i++) {
    size_t digits = sprintf(text + length, "%d", i);
    combined = (combined ^ crc(text, length + digits)) * 3;
  }
  printf("crc32 %08x\n", combined);
  return 0;
}
