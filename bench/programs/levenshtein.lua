local n = tonumber(arg[1])
local byte, min = string.byte, math.min

local function distance(a, b)
  local previous = {}
  for j = 0, #b do previous[j] = j end
  for i = 0, #a - 1 do
    local row = {[0] = i + 1}
    for j = 0, #b - 1 do
      local cost = byte(a, i + 1) == byte(b, j + 1) and 0 or 1
      row[j + 1] = min(previous[j] + cost, previous[j + 1] + 1, row[j] + 1)
    end
    previous = row
  end
  return previous[#b]
end

local words = {}
local seed = 5
for i = 0, 99 do
  local word = ''
  for j = 1, 10 + i % 7 do
    seed = seed * 16807 % 2147483647
    word = word .. string.char(97 + seed % 6)
  end
  words[i] = word
end
local sum = 0
for i = 0, n - 1 do
  sum = sum + distance(words[i % 100], words[i * 7 % 93])
end
print('levenshtein ' .. sum)
