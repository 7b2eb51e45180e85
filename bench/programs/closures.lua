local n = tonumber(arg[1])
local bxor, fmod = require('bit').bxor, math.fmod

local function counter(step)
  local value = 0
  return function()
    value = value + step
    return value
  end
end

local function compose(...)
  local steps = {...}
  return function(x)
    for _, step in ipairs(steps) do
      x = step(x)
    end
    return x
  end
end

local add = function(a) return function(b) return a + b end end
local ones, threes = counter(1), counter(3)
local pipeline = compose(add(7), function(x) return x * 3 end, function(x) return x % 1000 end, function(x) return bxor(x, 5) end)
local sum = 0
for i = 0, n - 1 do
  local scale = function(x) return x * (i % 4) end
  sum = fmod(sum + pipeline(i) + scale(ones()) - threes(), 1000003)
  sum = sum + add(i)(1) % 3
end
print(string.format('closures %d %d %d', sum, ones(), threes()))
