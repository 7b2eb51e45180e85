local n = tonumber(arg[1])
local bit = require('bit')
local bxor, rshift, lshift = bit.bxor, bit.rshift, bit.lshift

local Random = {}
Random.__index = Random

function Random.new()
  return setmetatable({state = {123456789, 362436069, 521288629, 88675123}}, Random)
end

function Random:next()
  local s = self.state
  local t = bxor(s[1], lshift(s[1], 11))
  local w = s[4]
  w = bxor(w, rshift(w, 19), t, rshift(t, 8))
  self.state = {s[2], s[3], s[4], w}
  return w % 4294967296
end

function Random:below(limit) return self:next() % limit end

function Random:shuffle(list)
  for i = #list, 2, -1 do
    local j = self:below(i) + 1
    list[i], list[j] = list[j], list[i]
  end
  return list
end

local random = Random.new()
local deck = {}
for i = 0, 51 do deck[i + 1] = i end
local inside, sum = 0, 0
for i = 1, n do
  deck = random:shuffle(deck)
  sum = (sum * 17 + deck[1] * 52 + deck[52]) % 1000003
  for k = 1, 20 do
    local x, y = random:next() / 4294967296, random:next() / 4294967296
    if x * x + y * y < 1.0 then inside = inside + 1 end
  end
end
print('random ' .. sum .. ' ' .. inside)
