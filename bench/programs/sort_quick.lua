local n = tonumber(arg[1])
local floor = math.floor

local function quicksort(a, left, right)
  while left < right do
    local i, j = left, right
    local pivot = a[floor((left + right) / 2)]
    while i <= j do
      while a[i] < pivot do i = i + 1 end
      while a[j] > pivot do j = j - 1 end
      if i <= j then
        a[i], a[j] = a[j], a[i]
        i = i + 1
        j = j - 1
      end
    end
    if j - left < right - i then
      quicksort(a, left, j)
      left = i
    else
      quicksort(a, i, right)
      right = j
    end
  end
end

local a = {}
local seed = 7
for i = 0, n - 1 do
  seed = seed * 16807 % 2147483647
  a[i] = seed % 1000000
end
quicksort(a, 0, n - 1)
local check = 0
for i = 0, n - 1 do
  if i > 0 and a[i - 1] > a[i] then error('not sorted') end
  check = (check * 31 + a[i]) % 1000003
end
print('sort_quick ' .. check)
