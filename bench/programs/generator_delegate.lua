local n = tonumber(arg[1])

local function steps(from, count)
  for i = 0, count - 1 do coroutine.yield(from + i) end
  return from * count
end

local total = 0
local function all()
  for i = 0, n - 1 do
    total = (total + steps(i, 10)) % 1000003
    for _, value in ipairs({i, total, 7}) do coroutine.yield(value) end
  end
end

local sum = 0
for value in coroutine.wrap(all) do
  sum = (sum * 3 + value) % 1000003
end
print(string.format('generator_delegate %d %d', sum, total))
