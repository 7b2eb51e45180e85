local n = tonumber(arg[1])

local function numbers(n)
  return coroutine.wrap(function()
    for i = 1, n do coroutine.yield(i) end
  end)
end
local function chunks(values, size)
  return coroutine.wrap(function()
    local total, count = 0, 0
    for value in values do
      total = (total + value) % 1000003
      count = count + 1
      if count == size then
        coroutine.yield(total)
        count = 0
      end
    end
    if count > 0 then coroutine.yield(total) end
  end)
end
local function multiples(values, of)
  return coroutine.wrap(function()
    for value in values do
      if value % of == 0 then coroutine.yield(value) end
    end
  end)
end

local sum = 0
for total in chunks(numbers(n), 24) do sum = (sum * 31 + total) % 1000003 end
for value in multiples(numbers(n), 24) do sum = (sum * 31 + value) % 1000003 end
print(string.format('generator_chunks %d', sum))
