local n = tonumber(arg[1])

local vocabulary = {'the', 'Quick', 'brown', 'fox', 'jumps', 'over', 'a', 'lazy', 'dog', 'And', 'runs', 'away', 'from', 'their', 'House', 'of', 'cards'}
local pieces = {}
local seed = 9
for i = 1, 8000 do
  seed = seed * 16807 % 2147483647
  pieces[#pieces + 1] = vocabulary[seed % 17 + 1] .. (seed % 11 == 0 and '.\n' or (seed % 13 == 0 and ', ' or ' '))
end
local text = table.concat(pieces)

local function frequencies(text)
  local counts, words = {}, {}
  for word in text:lower():gmatch('[^ \n.,]+') do
    local c = counts[word]
    if not c then
      words[#words + 1] = word
      c = 0
    end
    counts[word] = c + 1
  end
  table.sort(words, function(a, b)
    if counts[a] ~= counts[b] then return counts[a] > counts[b] end
    return a < b
  end)
  return words, counts
end

local check = 0
for i = 1, n do
  local words, counts = frequencies(text)
  for rank, word in ipairs(words) do
    check = (check + rank * counts[word] * #word) % 1000003
  end
end
print('word_count ' .. check)
