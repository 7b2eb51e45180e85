local n = tonumber(arg[1])

local counts = {}
local seed = 42
for i = 1, n do
  seed = seed * 16807 % 2147483647
  local key = seed % 20011 * 7 + 3
  local c = counts[key]
  if c then
    counts[key] = c + 1
  else
    counts[key] = 1
  end
end
local sum, size, max = 0, 0, 0
for key, count in pairs(counts) do
  sum = (sum + key * count) % 1000003
  size = size + 1
  if count > max then max = count end
end
print('hash_count ' .. size .. ' ' .. sum .. ' ' .. max)
