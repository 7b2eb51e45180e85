local n = tonumber(arg[1])
local bit = require('bit')
local band, bxor, rshift, byte = bit.band, bit.bxor, bit.rshift, string.byte

local function crc_table()
  local t = {}
  for i = 0, 255 do
    local c = i
    for k = 1, 8 do
      c = band(c, 1) ~= 0 and bxor(0xEDB88320, rshift(c, 1)) or rshift(c, 1)
    end
    t[i] = c
  end
  return t
end

local function crc(data, t)
  local c = 0xFFFFFFFF
  for i = 1, #data do
    c = bxor(t[band(bxor(c, byte(data, i)), 0xFF)], rshift(c, 8))
  end
  return bxor(c, 0xFFFFFFFF)
end

local t = crc_table()
local text = string.rep('The quick brown fox jumps over the lazy dog. ', 300)
local combined = 0
for i = 0, n - 1 do
  combined = bit.tobit(bxor(combined, crc(text .. i, t)) * 3)
end
print('crc32 ' .. bit.tohex(combined))
