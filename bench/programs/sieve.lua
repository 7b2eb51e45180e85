local n = tonumber(arg[1])

local function sieve(limit)
  local composite = {}
  for i = 0, limit do composite[i] = false end
  local count, last = 0, 0
  for i = 2, limit do
    if not composite[i] then
      count = count + 1
      last = i
      for j = i * i, limit, i do
        composite[j] = true
      end
    end
  end
  return count, last
end

local sum = 0
for i = 0, n - 1 do
  local count, last = sieve(500000 - i)
  sum = sum + count + last
end
print('sieve ' .. sum)
