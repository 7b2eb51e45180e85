local n = tonumber(arg[1])

local function build(depth)
  if depth == 0 then return {} end
  return {left = build(depth - 1), right = build(depth - 1)}
end

local function count(tree)
  return 1 + (tree.left and count(tree.left) + count(tree.right) or 0)
end

local long = build(12)
local sum = 0
for i = 0, n - 1 do
  for depth = 4, 11, 2 do
    sum = sum + count(build(depth + i % 2))
  end
end
print('binary_trees ' .. sum .. ' ' .. count(long))
