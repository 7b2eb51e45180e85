local n = tonumber(arg[1])

local function numbers(n, seed)
  return coroutine.wrap(function()
    for i = 0, n - 1 do
      seed = (seed * 1103 + 12345) % 1048576
      coroutine.yield(i, seed)
    end
  end)
end

local sum = 0
for i, value in numbers(n, 42) do
  sum = (sum * 3 + value + i) % 1000003
end
print(string.format('generator_produce %d', sum))
