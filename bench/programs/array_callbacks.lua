local n = tonumber(arg[1])

local function map(f, list)
  local out = {}
  for i = 1, #list do out[i] = f(list[i]) end
  return out
end
local function filter(list, f)
  local out = {}
  for i = 1, #list do
    if f(list[i]) then out[#out + 1] = list[i] end
  end
  return out
end
local function reduce(list, f, carry)
  for i = 1, #list do carry = f(carry, list[i]) end
  return carry
end

local numbers = {}
local seed = 17
for i = 1, 1000 do
  seed = seed * 16807 % 2147483647
  numbers[i] = seed % 10000
end
local sum = 0
for round = 0, n - 1 do
  local squares = map(function(x) return x * x % 9973 + round end, numbers)
  local odd = filter(squares, function(x) return x % 2 == 1 end)
  sum = (sum + reduce(odd, function(carry, x) return (carry * 3 + x) % 1000003 end, round)) % 1000003
  local some = {}
  for i = 1, 100 do some[i] = squares[round % 500 + i] end
  table.sort(some, function(a, b) return a > b end)
  sum = sum + some[1] - some[100]
  local pairs_ = {}
  for i = 1, #numbers do
    local a, b = numbers[i], squares[i]
    pairs_[i] = a < b and b - a or 0
  end
  sum = sum + pairs_[round % 1000 + 1]
  for index, value in ipairs(some) do
    sum = sum + value % index
  end
end
print('array_callbacks ' .. sum)
