local n = tonumber(arg[1])

local function numbers(count)
  for i = 0, count - 1 do coroutine.yield(i, i * 3 % 1021) end
end
local function wrapped(count)
  numbers(count)
end
local function task(rounds)
  return coroutine.create(function()
    local sum = 0
    for i = 0, rounds - 1 do sum = (sum + coroutine.yield(i)) % 1000003 end
    return sum
  end)
end

local function walk()
  local sum = 0
  local values = coroutine.create(wrapped)
  local _, key, value = coroutine.resume(values, n)
  while key do
    sum = (sum * 7 + value + key) % 1000003
    _, key, value = coroutine.resume(values)
  end
  return sum
end
local function turns()
  local tasks = {}
  for i = 0, 49 do
    tasks[#tasks + 1] = task(math.floor(n / 50) + i % 3)
    coroutine.resume(tasks[#tasks])
  end
  local sum, round = 0, 0
  while #tasks > 0 do
    round = round + 1
    local left = {}
    for _, each in ipairs(tasks) do
      local _, value = coroutine.resume(each, round % 16)
      if coroutine.status(each) == 'dead' then
        sum = (sum + value) % 1000003
      else
        left[#left + 1] = each
      end
    end
    tasks = left
  end
  return sum
end
print(string.format('generator_by_hand %d %d', walk(), turns()))
