local n = tonumber(arg[1])

local function source(n)
  return coroutine.wrap(function()
    for i = 1, n do coroutine.yield(i) end
  end)
end
local function map(f, values)
  return coroutine.wrap(function()
    for value in values do coroutine.yield(f(value)) end
  end)
end
local function filter(keep, values)
  return coroutine.wrap(function()
    for value in values do
      if keep(value) then coroutine.yield(value) end
    end
  end)
end
local function totals(values)
  return coroutine.wrap(function()
    local total = 0
    for value in values do
      total = (total + value) % 1000003
      coroutine.yield(total)
    end
  end)
end

local squares = map(function(x) return x * x % 1009 end, source(n))
local odd = filter(function(x) return x % 2 == 1 end, squares)
local count, sum = 0, 0
for total in totals(odd) do
  count = count + 1
  sum = (sum + total) % 1000003
end
print(string.format('generator_pipeline %d %d', count, sum))
