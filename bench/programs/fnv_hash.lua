local n = tonumber(arg[1])
local bit = require('bit')
local band, bor, bxor, rshift, lshift, tobit, byte = bit.band, bit.bor, bit.bxor, bit.rshift, bit.lshift, bit.tobit, string.byte

-- The product of two 32-bit numbers does not fit a double: 16777619 is 2^24 + 403.
local function fnv(key, seed)
  local h = bxor(2166136261, seed)
  for i = 1, #key do
    local x = bxor(h, byte(key, i))
    h = tobit(lshift(x, 24) + x * 403)
  end
  return bxor(h, rshift(h, 15))
end

local Filter = {}
Filter.__index = Filter

function Filter.new(bits)
  local words = {}
  for i = 0, rshift(bits, 5) - 1 do words[i] = 0 end
  return setmetatable({bits = bits, words = words}, Filter)
end

function Filter:add(key)
  local known = true
  for seed = 0, 2 do
    local at = band(fnv(key, seed), self.bits - 1)
    local mask = lshift(1, band(at, 31))
    local word = rshift(at, 5)
    if band(self.words[word], mask) == 0 then
      known = false
      self.words[word] = bor(self.words[word], mask)
    end
  end
  return known
end

function Filter:filled()
  local count = 0
  for i = 0, rshift(self.bits, 5) - 1 do
    local w = self.words[i]
    while w ~= 0 do
      w = band(w, w - 1)
      count = count + 1
    end
  end
  return count
end

local filter = Filter.new(2 ^ 18)
local known = 0
for i = 0, n - 1 do
  if filter:add('key-' .. i * 7 % 50021) then known = known + 1 end
end
print('fnv_hash ' .. known .. ' ' .. filter:filled())
