local n = tonumber(arg[1])

local function build(low, high)
  if low > high then return nil end
  local middle = math.floor((low + high) / 2)
  return {value = middle, left = build(low, middle - 1), right = build(middle + 1, high)}
end

local function walk(node)
  return coroutine.wrap(function()
    if node.left then
      for value in walk(node.left) do coroutine.yield(value) end
    end
    coroutine.yield(node.value)
    if node.right then
      for value in walk(node.right) do coroutine.yield(value) end
    end
  end)
end

local tree = build(1, 4095)
local sum = 0
for i = 0, n - 1 do
  for value in walk(tree) do
    sum = (sum * 31 + value + i) % 1000003
  end
end
print(string.format('generator_nested %d', sum))
