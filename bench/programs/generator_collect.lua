local n = tonumber(arg[1])

local function cells(row)
  return coroutine.wrap(function()
    for place = 1, #row do coroutine.yield(place - 1, row[place]) end
  end)
end
local function squares(from, count)
  return coroutine.wrap(function()
    for i = from, from + count - 1 do coroutine.yield(i * i % 1009) end
  end)
end

local sum, count = 0, 0
for i = 0, n - 1 do
  local row = {}
  for value in squares(i, 40) do row[#row + 1] = value end
  for place, cell in cells(row) do sum = (sum + place * cell) % 1000003 end
  for _ in cells(row) do count = count + 1 end
end
print(string.format('generator_collect %d %d', sum, count))
