local n = tonumber(arg[1])
local bit = require('bit')
local band, bor, bxor, bnot, ror, rshift, lshift, tobit = bit.band, bit.bor, bit.bxor, bit.bnot, bit.ror, bit.rshift, bit.lshift, bit.tobit
local byte, char = string.byte, string.char

local function fraction(x)
  return tobit(math.floor((x - math.floor(x)) * 4294967296.0))
end

local k, start = {}, {}
local p = 2
while #k < 64 do
  local d = 2
  while d * d <= p and p % d ~= 0 do d = d + 1 end
  if d * d > p then
    if #start < 8 then start[#start + 1] = fraction(math.sqrt(p)) end
    k[#k + 1] = fraction(p ^ (1 / 3))
  end
  p = p + 1
end

local function hash(message)
  local bits = #message * 8
  message = message .. '\128'
  while #message % 64 ~= 56 do message = message .. '\0' end
  message = message .. '\0\0\0\0' .. char(band(rshift(bits, 24), 255), band(rshift(bits, 16), 255), band(rshift(bits, 8), 255), band(bits, 255))
  local state = {}
  for i = 1, 8 do state[i] = start[i] end
  for offset = 0, #message - 1, 64 do
    local w = {}
    for i = 0, 15 do
      local b1, b2, b3, b4 = byte(message, offset + i * 4 + 1, offset + i * 4 + 4)
      w[i] = bor(lshift(b1, 24), lshift(b2, 16), lshift(b3, 8), b4)
    end
    for i = 16, 63 do
      local s0 = bxor(ror(w[i - 15], 7), ror(w[i - 15], 18), rshift(w[i - 15], 3))
      local s1 = bxor(ror(w[i - 2], 17), ror(w[i - 2], 19), rshift(w[i - 2], 10))
      w[i] = tobit(w[i - 16] + s0 + w[i - 7] + s1)
    end
    local a, b, c, d, e, f, g, h = unpack(state)
    for i = 0, 63 do
      local s1 = bxor(ror(e, 6), ror(e, 11), ror(e, 25))
      local choice = bxor(band(e, f), band(bnot(e), g))
      local t1 = h + s1 + choice + k[i + 1] + w[i]
      local s0 = bxor(ror(a, 2), ror(a, 13), ror(a, 22))
      local majority = bxor(band(a, b), band(a, c), band(b, c))
      local t2 = s0 + majority
      h, g, f, e, d, c, b, a = g, f, e, tobit(d + t1), c, b, a, tobit(t1 + t2)
    end
    local sums = {a, b, c, d, e, f, g, h}
    for i = 1, 8 do state[i] = tobit(state[i] + sums[i]) end
  end
  local hex = ''
  for i = 1, 8 do hex = hex .. bit.tohex(state[i]) end
  return hex
end

local digest = ''
for i = 0, n - 1 do
  digest = hash(digest .. i)
end
print('sha256 ' .. digest)
